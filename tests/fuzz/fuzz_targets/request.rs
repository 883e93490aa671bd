#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(
    init: {
        // A program of Rust does not end when somebody hangs up on it; the fuzzer's own `main` sees to no such thing.
        signal_hook::flag::register(signal_hook::consts::SIGPIPE, std::sync::Arc::default())
            .expect("the signal can be handled");
    },
    |data: &[u8]| targets::request::run(data)
);
