//! The listening socket, and an end that waits for what is being answered.

use std::{
    io::{self, ErrorKind},
    time::Duration,
};

use poem::{
    IntoEndpoint, Server,
    http::uri::Scheme,
    listener::{Acceptor, TcpAcceptor},
    web::{LocalAddr, RemoteAddr},
};
use tokio::net::{TcpListener, TcpStream};

/// How the server treats connections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerSettings {
    /// How long requests that are being answered may go on after the program was asked to stop.
    pub drain_time: Duration,
    /// How long a connection may be silent before it is closed.
    pub idle_time: Duration,
}

impl Default for ServerSettings {
    fn default() -> Self {
        Self { drain_time: Duration::from_secs(10), idle_time: Duration::from_secs(75) }
    }
}

/// Why the server cannot listen, in one line for a terminal.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}: {}", explain(source))]
pub struct ListenError {
    /// The address that was given.
    pub address: String,
    /// Why.
    pub source: io::Error,
}

fn explain(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::AddrInUse => "the port is taken by another program; choose another with --listen".to_owned(),
        ErrorKind::PermissionDenied => {
            "this user may not open the port; choose one above 1023 with --listen".to_owned()
        }
        ErrorKind::AddrNotAvailable => "this machine has no such address; choose another with --listen".to_owned(),
        ErrorKind::InvalidInput => "it is not an address; write --listen HOST:PORT, such as 127.0.0.1:8080".to_owned(),
        _ => error.to_string(),
    }
}

/// Opens the port, so that a caller knows whether it is free before anything else starts.
///
/// # Errors
/// [`ListenError`], whose message says how to mend it.
pub async fn listen(address: &str) -> Result<TcpListener, ListenError> {
    TcpListener::bind(address).await.map_err(|source| ListenError { address: address.to_owned(), source })
}

/// Takes connections that send at once.
struct PromptAcceptor(TcpAcceptor);

impl Acceptor for PromptAcceptor {
    type Io = TcpStream;

    fn local_addr(&self) -> Vec<LocalAddr> {
        self.0.local_addr()
    }

    async fn accept(&mut self) -> io::Result<(TcpStream, LocalAddr, RemoteAddr, Scheme)> {
        let (stream, local, remote, scheme) = self.0.accept().await?;
        // An answer is written in one go. Left to itself, the system holds its last packet back until the client has
        // confirmed the one before (Nagle's algorithm), which clients delay by up to 40 ms.
        stream.set_nodelay(true)?;
        Ok((stream, local, remote, scheme))
    }
}

/// Serves until the program is asked to stop (SIGTERM or Ctrl-C), then finishes what it is answering.
///
/// # Errors
/// If the listener cannot be used or the signals cannot be heard.
pub async fn serve<E>(listener: TcpListener, endpoint: E, settings: ServerSettings) -> io::Result<()>
where
    E: IntoEndpoint,
    E::Endpoint: 'static,
{
    let stop = stop_signal()?;
    Server::new_with_acceptor(PromptAcceptor(TcpAcceptor::from_tokio(listener)?))
        .idle_timeout(settings.idle_time)
        .run_with_graceful_shutdown(endpoint, stop, Some(settings.drain_time))
        .await
}

/// Hears the signals from the moment it is called, not only once it is awaited.
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    Ok(async move {
        let interrupt = tokio::signal::ctrl_c();
        #[cfg(unix)]
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt => {}
        }
        #[cfg(not(unix))]
        let _ = interrupt.await;
    })
}
