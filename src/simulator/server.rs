//! The server: one thread that accepts, one thread per connection, all gone after a stop.

use super::connection;
use super::error::SimulatorError;
use super::faults::InjectedFaults;
use super::ledger::Ledger;
use super::options::SimulatorOptions;
use super::responder::Responder;
use super::scenario;
use super::stop::Stop;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

/// Connections served at once; more wait in the system's queue until one ends. Fewer in tests,
/// where both ends count against one process's open files.
pub(super) const CONNECTIONS_MAX: usize = if cfg!(test) { 24 } else { 256 };

/// A running simulator. Dropping it stops it.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

struct Shared {
    responder: Responder,
    stop: Stop,
    connections: Mutex<Vec<Connection>>,
    /// Signalled when a connection ends or the server stops.
    ended: Condvar,
}

struct Connection {
    thread: JoinHandle<()>,
    /// Weak, so that the socket closes as soon as its thread is done with it.
    stream: Weak<TcpStream>,
}

impl Server {
    /// Starts a simulator: reads the files, opens the ledger, listens, and returns.
    ///
    /// # Errors
    /// [`SimulatorError`]; nothing is left running then.
    pub fn start(options: SimulatorOptions) -> Result<Self, SimulatorError> {
        let listen = options.listen;
        if !listen.ip().is_loopback() && !options.allow_remote {
            return Err(SimulatorError::NotLoopback(listen));
        }
        let faults = match &options.faults {
            Some(path) => InjectedFaults::load(path)?,
            None => InjectedFaults::default(),
        };
        let now = options.clock.now();
        let ledger = Ledger::open(&options.state, now)?;
        if let Some(path) = &options.payments {
            scenario::load(path, &ledger, now)?;
        }
        let trouble = |source| SimulatorError::Listen(listen, source);
        let listener = TcpListener::bind(listen).map_err(trouble)?;
        let address = listener.local_addr().map_err(trouble)?;
        let shared = Arc::new(Shared {
            responder: Responder::new(options, ledger, faults),
            stop: Stop::default(),
            connections: Mutex::default(),
            ended: Condvar::new(),
        });
        let accepting = Arc::clone(&shared);
        let acceptor = Builder::new()
            .name("simulator".to_owned())
            .spawn(move || accept(&listener, &accepting))
            .map_err(SimulatorError::Thread)?;
        Ok(Self {
            address,
            shared,
            acceptor: Some(acceptor),
        })
    }

    /// Returns the address it listens on, with the real port.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the base URL, for example `http://127.0.0.1:40123`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Stops listening, breaks off open connections and waits for all threads. Doing it twice is
    /// harmless.
    pub fn stop(&mut self) {
        let Some(acceptor) = self.acceptor.take() else {
            return;
        };
        self.shared.stop.set();
        // Taken and dropped, so that the acceptor cannot miss the signal between look and wait.
        drop(self.shared.connections());
        self.shared.ended.notify_all();
        // The acceptor sleeps in the system: a connection wakes it.
        let _ = TcpStream::connect_timeout(&self.wake_address(), Duration::from_secs(1));
        let _ = acceptor.join();
        let connections = std::mem::take(&mut *self.shared.connections());
        for connection in &connections {
            if let Some(stream) = connection.stream.upgrade() {
                let _ = stream.shutdown(Shutdown::Both);
            }
        }
        for connection in connections {
            let _ = connection.thread.join();
        }
    }

    /// Returns an address of our own: one listening everywhere is reached on loopback.
    fn wake_address(&self) -> SocketAddr {
        let ip = match self.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        SocketAddr::new(ip, self.address.port())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Shared {
    fn connections(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.connections
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a free place; `false` when the server stops.
    fn has_place(&self) -> bool {
        let mut connections = self.connections();
        loop {
            connections.retain(|connection| !connection.thread.is_finished());
            if self.stop.is_set() {
                return false;
            }
            if connections.len() < CONNECTIONS_MAX {
                return true;
            }
            // With a limit, because a thread signals just before it is finished.
            connections = self
                .ended
                .wait_timeout(connections, Duration::from_millis(100))
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    while shared.has_place() {
        let Ok((stream, _)) = listener.accept() else {
            // No file descriptors left, or a client that gave up: neither may spin.
            if shared.stop.wait(Duration::from_millis(10)) {
                return;
            }
            continue;
        };
        if shared.stop.is_set() {
            return;
        }
        let stream = Arc::new(stream);
        let weak = Arc::downgrade(&stream);
        let serving = Arc::clone(shared);
        let spawned = Builder::new().name("simulator".to_owned()).spawn(move || {
            connection::serve(&stream, &serving.responder, &serving.stop);
            drop(stream);
            serving.ended.notify_all();
        });
        if let Ok(thread) = spawned {
            shared.connections().push(Connection {
                thread,
                stream: weak,
            });
        }
    }
}
