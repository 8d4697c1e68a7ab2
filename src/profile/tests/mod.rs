//! Tests of the profile as a whole.

mod built_in;
mod configuration_of_others;
mod limits;
mod lint;
mod overrides;
mod problems;
