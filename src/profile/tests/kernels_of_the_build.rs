//! The built-in profiles in builds that lack kernels, and the kernels that a build has.

use tapkernel_core::data::KernelId;

use crate::profile::Profile;

/// The kernels of the build, by its features.
fn built() -> Vec<KernelId> {
    let kernels =
        [(cfg!(feature = "mastercard"), KernelId::MASTERCARD), (cfg!(feature = "visa"), KernelId::VISA)];
    kernels.into_iter().filter(|(built, _)| *built).map(|(_, kernel)| kernel).collect()
}

#[test]
fn built_in_profiles_name_the_kernels_that_are_there() {
    let registered: Vec<_> = crate::kernels().iter().map(|kernel| kernel.id()).collect();
    assert_eq!(registered, built());
    for name in Profile::BUILT_IN {
        let kernels = Profile::built_in(name).map(|profile| profile.kernels());
        assert_eq!(kernels.unwrap_or_default(), built(), "{name}");
    }
}

#[test]
fn a_profile_for_a_kernel_that_is_not_there_is_refused() {
    for (_, text) in super::super::built_in::TEXTS {
        let read = Profile::from_json(text);
        for (kernel, at) in
            [(KernelId::VISA, "schemes[0].kernel"), (KernelId::MASTERCARD, "schemes[1].kernel")]
        {
            let refused = read
                .as_ref()
                .err()
                .is_some_and(|error| error.problems().iter().any(|found| found.path == at));
            assert_eq!(refused, !built().contains(&kernel), "kernel {kernel}");
        }
    }
}
