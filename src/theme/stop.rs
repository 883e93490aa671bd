//! Ending a template that takes too long.
//!
//! The engine cannot be stopped from outside, but it calls us: to write, to escape a value, to make
//! the numbers of a loop. Each of these fails on a thread that was asked to stop. Only a loop that
//! does none of them, over lists that are there already, goes on.

use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use memchr::{memchr2, memchr3};
use tera::{Error, Kwargs, State, TeraResult};

/// The most numbers that one call of `range` makes, as in the engine's own.
const MAX_NUMBERS: i128 = 100_000;

thread_local! {
    static ASKED: RefCell<Option<Stop>> = const { RefCell::new(None) };
}

/// Asks templates to end, from another thread.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks what [`Stop::guard`] runs to end.
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Runs something whose templates end with a report once they are asked to.
    pub fn guard<T>(&self, work: impl FnOnce() -> T) -> T {
        struct Reset(Option<Stop>);
        impl Drop for Reset {
            fn drop(&mut self) {
                ASKED.replace(self.0.take());
            }
        }
        let _reset = Reset(ASKED.replace(Some(self.clone())));
        work()
    }
}

fn is_asked() -> bool {
    ASKED.with_borrow(|stop| stop.as_ref().is_some_and(|stop| stop.0.load(Ordering::Relaxed)))
}

/// Fails once this thread was asked to stop.
pub(super) fn check() -> io::Result<()> {
    if is_asked() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(()) }
}

/// The engine's way of escaping, with a look at whether to go on.
pub(super) fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    check()?;
    let bytes = text.as_bytes();
    if memchr3(b'<', b'&', b'"', bytes).is_none() && memchr2(b'>', b'\'', bytes).is_none() {
        return out.write_all(bytes);
    }
    tera::escape_html(text, out)
}

/// The engine's `range`, with a look at whether to go on.
pub(super) fn range(arguments: Kwargs, _: &State) -> TeraResult<Vec<i128>> {
    check()?;
    let start = arguments.get::<i128>("start")?.unwrap_or_default();
    let end = arguments.must_get::<i128>("end")?;
    let step = arguments.get::<i128>("step_by")?.unwrap_or(1);
    if step == 0 {
        return Err(Error::message("Function `range` was called with a `step_by` argument of 0"));
    }
    if start > end && step > 0 {
        let message = "Function `range` was called with a `start` argument greater than the `end` one";
        return Err(Error::message(message));
    }
    let numbers = std::iter::successors(Some(start), |number| number.checked_add(step));
    let is_inside = |number: &i128| if step > 0 { *number < end } else { *number > end };
    let most = usize::try_from(MAX_NUMBERS).expect("a small number");
    let numbers: Vec<i128> = numbers.take_while(is_inside).take(most + 1).collect();
    if numbers.len() > most {
        let message = format!("Function `range` would produce more than {MAX_NUMBERS} elements, its limit");
        return Err(Error::message(message));
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;

    use super::*;
    use crate::theme::{Variables, built_in, load};

    /// Renders a template that would run for years, asks it to stop, and waits until it did.
    fn stops(block: &str) -> bool {
        let mut layer = built_in();
        let page = layer.templates.iter_mut().find(|template| template.name == "page.html").unwrap();
        // Samples have a title of their own.
        page.text = format!("{{% if years %}}{block}{{% endif %}}").into();
        let theme = load(vec![layer]).value;
        let (stop, (sender, receiver)) = (Stop::default(), mpsc::channel());
        let mut variables = Variables::default();
        variables.insert("years", &true);
        variables.insert("l", &vec!["<"; 1000]);
        thread::scope(|scope| {
            let guarded = stop.clone();
            scope.spawn(move || {
                sender.send(None).unwrap();
                let render = || theme.render("page.html", &variables, &mut Vec::new());
                sender.send(Some(guarded.guard(render).is_err())).unwrap();
            });
            assert_eq!(receiver.recv(), Ok(None));
            stop.ask();
            receiver.recv().unwrap().unwrap()
        })
    }

    #[test]
    fn loops_that_count_write_or_escape_are_stopped() {
        let nested = |inner: &str| {
            let depth = 12;
            let open: String = (0..depth).map(|index| format!("{{% for a{index} in l %}}")).collect();
            format!("{open}{inner}{}", "{% endfor %}".repeat(depth))
        };
        assert!(stops(&nested("x")));
        assert!(stops(&nested("{% set x %}{{ a1 }}{% endset %}")));
        assert!(stops(&nested("{% for a in range(end=1) %}{% endfor %}")));
    }

    #[test]
    fn the_numbers_of_a_loop_are_the_engines() {
        let of = |arguments: &str| {
            let tera = |has_ours: bool| {
                let mut tera = tera::Tera::default();
                if has_ours {
                    tera.register_function("range", range);
                }
                let template = format!("{{% for n in range({arguments}) %}}{{{{ n }}}} {{% endfor %}}");
                tera.render_str(&template, &tera::Context::new(), false).ok()
            };
            (tera(true), tera(false))
        };
        for arguments in [
            "end=3",
            "start=1, end=4",
            "start=1, end=8, step_by=3",
            "start=5, end=0, step_by=-2",
            "start=0, end=5, step_by=-1",
            "start=5, end=1",
            "end=3, step_by=0",
            "end=100000",
            "end=100001",
            "start=0, end=200001, step_by=2",
            "end=0",
            "start=1",
        ] {
            let (ours, theirs) = of(arguments);
            assert_eq!(ours, theirs, "{arguments}");
        }
    }
}
