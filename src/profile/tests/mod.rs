//! Tests of the profile as a whole.

mod built_in;
