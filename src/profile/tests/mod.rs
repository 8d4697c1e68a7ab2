//! Tests of the profile as a whole. Those of the built-in profiles want all kernels that these name.

macro_rules! with_all_kernels {
    ($($name:ident)+) => { $(#[cfg(all(feature = "visa", feature = "mastercard"))] mod $name;)+ };
}

with_all_kernels! {
    acquirer built_in configuration_of_others conformance explain identity import kernel_2 lint
    lint_of_kernel_2 merchant_rule operations overrides plain_card places problems schema special_limits
}

mod kernels_of_the_build;
mod limits;
