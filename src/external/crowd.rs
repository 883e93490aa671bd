//! Many requests at a time, and few of one host.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use super::Verdict;
use super::address::host;

/// How many requests are under way at a time.
const MAX_REQUESTS: usize = 16;

/// How long to leave a host alone between two requests.
const PAUSE: Duration = Duration::from_millis(50);

/// Asks for all addresses. Each host gets so many requests at a time, and no more.
pub(super) fn ask_all(
    urls: &[&String],
    per_host: usize,
    ask: impl Fn(&str) -> Verdict + Sync,
) -> BTreeMap<String, Verdict> {
    let lanes = Mutex::new(lanes(urls, per_host));
    let verdicts = Mutex::new(BTreeMap::new());
    let next = || lanes.lock().expect("no holder of this lock panics").pop_front();
    let workers = MAX_REQUESTS.min(urls.len());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(lane) = next() {
                    for (index, url) in lane.into_iter().enumerate() {
                        if index > 0 {
                            thread::sleep(PAUSE);
                        }
                        let verdict = ask(url);
                        verdicts
                            .lock()
                            .expect("no holder of this lock panics")
                            .insert(url.to_owned(), verdict);
                    }
                }
            });
        }
    });
    verdicts.into_inner().expect("no holder of this lock panics")
}

/// Addresses that are asked for one after the other: as many lists for a host as it gets requests.
fn lanes<'a>(urls: &[&'a String], per_host: usize) -> VecDeque<Vec<&'a str>> {
    let mut hosts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for url in urls {
        hosts.entry(host(url)).or_default().push(url);
    }
    let mut lanes = VecDeque::new();
    for of_host in hosts.into_values() {
        let count = per_host.clamp(1, of_host.len());
        for lane in 0..count {
            lanes.push_back(of_host.iter().skip(lane).step_by(count).copied().collect());
        }
    }
    lanes
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn a_host_gets_few_requests_at_a_time() {
        let urls: Vec<String> = (0..12).map(|n| format!("https://a.example/{n}")).collect();
        let urls: Vec<&String> = urls.iter().collect();
        let (open, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let verdicts = ask_all(&urls, 3, |_| {
            most.fetch_max(open.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            thread::sleep(Duration::from_millis(5));
            open.fetch_sub(1, Ordering::SeqCst);
            Verdict::Fine
        });
        assert_eq!(verdicts.len(), 12);
        assert!(most.into_inner() <= 3);
    }

    #[test]
    fn every_address_is_in_one_lane() {
        let urls = ["https://a/1", "https://a/2", "https://a/3", "https://b/1"].map(str::to_owned);
        let urls: Vec<&String> = urls.iter().collect();
        let lanes = lanes(&urls, 2);
        assert_eq!(lanes, [vec!["https://a/1", "https://a/3"], vec!["https://a/2"], vec!["https://b/1"]]);
    }
}
