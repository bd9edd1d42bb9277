//! What the benches share: the clock, numbers that are the same in every run, a turn of the wheel.
#![allow(dead_code, reason = "each bench uses its own part")]

use std::time::Duration;

use claimdesk::app::Moment;

/// The wheel turned by so many points.
pub fn wheel(y: f32) -> egui::Event {
    egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, y),
        phase: egui::TouchPhase::Move,
        modifiers: egui::Modifiers::NONE,
        source: egui::MouseWheelSource::Unknown,
    }
}

/// The time at which every bench runs.
pub fn now() -> Moment {
    Moment { time: jiff::Timestamp::UNIX_EPOCH, elapsed: Duration::ZERO }
}

/// What this computes for.
pub fn timed(run: &mut dyn FnMut()) -> Duration {
    let start = cpu_time();
    run();
    cpu_time() - start
}

/// What this thread has computed for: on a shared machine, the wall clock measures the neighbours too.
#[cfg(unix)]
fn cpu_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

#[cfg(not(unix))]
fn cpu_time() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

/// A share of the times in milliseconds: 0.5 for the median.
pub fn at(times: &mut [Duration], share: f64) -> f64 {
    times.sort();
    times[((times.len() - 1) as f64 * share).round() as usize].as_secs_f64() * 1000.0
}

/// SplitMix64 of a number.
pub fn random(n: u64) -> u64 {
    let z = n.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(0x1234_5678);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z ^ (z >> 31)
}
