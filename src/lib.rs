//! tapkernel.
#![forbid(unsafe_code)]
