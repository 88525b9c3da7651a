//! Sees that the folder of the built browser client exists, so that a fresh
//! clone compiles, and that a new build of the client is embedded.

fn main() {
    let client = "../web-client/dist";
    std::fs::create_dir_all(client).expect("the checkout can be written to");
    println!("cargo::rerun-if-changed={client}");
    println!("cargo::rerun-if-changed=build.rs");
}
