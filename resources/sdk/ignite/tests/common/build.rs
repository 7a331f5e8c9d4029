// SPDX-License-Identifier: MIT OR Apache-2.0
//! Builds the examples and the handlers in `tests/apps` as programs of their own, in one workspace, with the SDK where a manifest says
//! `ignite`: what the platform's compiler does to each alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[allow(dead_code)] // the native tests build for themselves
pub const WASM: &str = "wasm32-wasip2";

/// The folder with the programs. Fails with what cargo said.
pub fn build(target: Option<&str>) -> PathBuf {
    let sdk = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(target.unwrap_or("native"));
    let mut members = Vec::new();
    for example in entries(&sdk.join("examples")) {
        members.push(lay_example(&example, &folder));
    }
    for app in entries(&sdk.join("ignite/tests/apps")) {
        members.push(lay_app(&app, &folder));
    }
    let sdk_path = sdk.join("ignite");
    put(
        &folder.join("Cargo.toml"),
        &format!(
            "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[workspace.dependencies]\nignite = {{ path = {sdk_path:?} }}\n\n\
             [profile.dev]\ndebug = 0\n"
        ),
    );
    if !folder.join("Cargo.lock").exists() {
        put(&folder.join("Cargo.lock"), &fs::read_to_string(sdk.join("Cargo.lock")).unwrap());
    }
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--workspace", "--bins", "--quiet"]).current_dir(&folder);
    cargo.env("CARGO_TARGET_DIR", folder.join("target"));
    let mut programs = folder.join("target");
    if let Some(target) = target {
        cargo.args(["--target", target]);
        programs.push(target);
    }
    let output = cargo.output().expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    programs.join("debug")
}

fn lay_example(example: &Path, folder: &Path) -> String {
    let name = file_name(example);
    let manifest = fs::read_to_string(example.join("Cargo.toml")).unwrap();
    let is_library = example.join("src/lib.rs").exists();
    let root = if is_library { "lib" } else { "main" };
    let manifest = manifest
        .replace("ignite = \"*\"", "ignite = { workspace = true }")
        .replace("[dependencies]", "autolib = false\n\n[dependencies]");
    put(
        &folder.join(&name).join("Cargo.toml"),
        &format!("{manifest}\n[[bin]]\nname = \"{name}\"\npath = \"src/{root}.rs\"\n"),
    );
    for source in entries(&example.join("src")) {
        put(&folder.join(&name).join("src").join(file_name(&source)), &fs::read_to_string(source).unwrap());
    }
    name
}

fn lay_app(app: &Path, folder: &Path) -> String {
    let name = format!("app-{}", app.file_stem().unwrap().to_string_lossy());
    put(
        &folder.join(&name).join("Cargo.toml"),
        &format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             ignite = {{ workspace = true }}\ntokio = {{ version = \"1\", features = [\"rt\", \"time\"] }}\n"
        ),
    );
    put(&folder.join(&name).join("src/main.rs"), &fs::read_to_string(app).unwrap());
    name
}

/// Leaves a file alone that has this content, so that cargo finds nothing new.
fn put(path: &Path, content: &str) {
    if fs::read_to_string(path).is_ok_and(|there| there == content) {
        return;
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}
