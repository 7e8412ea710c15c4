//! What is logged.

use std::io;
use std::sync::{Arc, Mutex};

use tracing::Level;
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::fmt::format::FmtSpan;

/// All that is logged, of all levels.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Logs what this thread does until the guard goes.
    pub fn start(&self) -> DefaultGuard {
        let log = self.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(Level::TRACE)
            .with_span_events(FmtSpan::CLOSE)
            .with_ansi(false)
            .without_time()
            .with_writer(move || log.clone())
            .finish();
        tracing::subscriber::set_default(subscriber)
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// The line that tells the end of a span of this name.
    pub fn span(&self, name: &str, number: usize) -> String {
        let text = self.text();
        let is_attempt = name == "hubspot.attempt";
        let ends = |line: &&str| {
            line.ends_with("close") && line.contains("}:hubspot.attempt{") == is_attempt
        };
        let Some(line) = text.lines().filter(ends).nth(number) else {
            panic!("{name}\n{text}");
        };
        let start = line.find(name).unwrap();
        line[start..].to_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
