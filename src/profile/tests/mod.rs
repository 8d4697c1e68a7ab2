//! Tests of the profile as a whole.

mod built_in;
mod configuration_of_others;
mod conformance;
mod explain;
mod identity;
mod limits;
mod lint;
mod overrides;
mod places;
mod problems;
mod schema;
mod special_limits;
