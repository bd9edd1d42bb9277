//! Makes the program smaller: packs the faces that it carries, and asks the linker for what makes a smaller file where it can.

use std::{
    env, fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use brotli::{BrotliCompress, enc::BrotliEncoderParams};

/// What a linker may be able to do, and what it saves: the addresses that are set when the program is loaded, as bits (1.7 MB); functions
/// that are the same, once (0.25 MB).
const SMALLER: [&str; 2] = ["-Wl,-z,pack-relative-relocs", "-Wl,--icf=all"];

fn main() {
    println!("cargo::rerun-if-changed=src/build.rs");
    println!("cargo::rerun-if-changed=assets/fonts");
    pack_faces();
    if is_release_for_here() {
        for argument in SMALLER.into_iter().filter(|argument| works(argument)) {
            println!("cargo::rustc-link-arg-bins={argument}");
        }
    }
}

/// Packs the faces, each under the name by which `ui/fonts.rs` knows it: 0.5 MB of 1.3.
fn pack_faces() {
    let asset = |name: &str| fs::read(Path::new("assets/fonts").join(name)).expect("a face of the program");
    let faces = [
        ("sans", asset("NotoSans-Regular.ttf")),
        ("sans-bold", asset("NotoSans-Bold.ttf")),
        ("serif", asset("NotoSerif-Regular.ttf")),
        ("serif-bold", asset("NotoSerif-Bold.ttf")),
        ("mono", epaint_default_fonts::HACK_REGULAR.to_vec()),
        ("signs", asset("NotoSansSymbols2-Signs.ttf")),
        ("math", asset("NotoSansMath-Signs.ttf")),
    ];
    let folder = env::var("OUT_DIR").expect("cargo names the folder");
    for (name, bytes) in faces {
        let mut packed = Vec::new();
        BrotliCompress(&mut bytes.as_slice(), &mut packed, &BrotliEncoderParams::default())
            .expect("memory takes every byte");
        fs::write(Path::new(&folder).join(format!("{name}.face")), packed).expect("the folder can be written");
    }
}

/// Whether a release is built for the very Linux that builds it.
fn is_release_for_here() -> bool {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    env::var("HOST").is_ok_and(|host| is("TARGET", &host))
        && is("PROFILE", "release")
        && is("CARGO_CFG_TARGET_OS", "linux")
}

/// Whether a program that is linked so can be made here, and starts.
fn works(argument: &str) -> bool {
    let variable = |name: &str| env::var(name).unwrap_or_default();
    let probe = Path::new(&variable("OUT_DIR")).join("probe");
    let mut rustc = Command::new(variable("RUSTC"));
    rustc.args(["--crate-name=probe", "--edition=2024"]).arg(format!("-Clink-arg={argument}"));
    rustc.args(variable("CARGO_ENCODED_RUSTFLAGS").split('\u{1f}').filter(|flag| !flag.is_empty()));
    if let Ok(linker) = env::var("RUSTC_LINKER") {
        rustc.arg(format!("-Clinker={linker}"));
    }
    let made = rustc.arg("-o").arg(&probe).arg("-").stdin(Stdio::piped()).stderr(Stdio::null()).spawn();
    let is_made = made.and_then(|mut rustc| {
        // Closed at the end of the line: so the compiler sees the end of what it is to read.
        rustc.stdin.take().map_or(Ok(()), |mut source| source.write_all(b"fn main() {}"))?;
        rustc.wait()
    });
    is_made.is_ok_and(|status| status.success()) && Command::new(&probe).status().is_ok_and(|status| status.success())
}
