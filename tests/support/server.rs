//! A scripted HTTP server on loopback: it answers the nth request with the nth reply and remembers what it was sent.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
    /// How many bytes of the body are missing when the connection is closed.
    missing: usize,
}

#[allow(dead_code)] // not every test and example needs all of it
impl Reply {
    /// A JSON answer.
    pub fn json(status: u16, body: impl Into<String>) -> Reply {
        Reply {
            status,
            headers: Vec::new(),
            body: body.into(),
            missing: 0,
        }
        .header("content-type", "application/json")
    }

    /// The same with one header more.
    pub fn header(mut self, name: &str, value: impl ToString) -> Reply {
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }

    /// The same, but the connection breaks before the last bytes of the body.
    pub fn cut(mut self, missing: usize) -> Reply {
        self.missing = missing;
        self
    }
}

/// A request as it arrived.
#[allow(dead_code)]
#[derive(Clone, Debug)]
pub struct Seen {
    pub at: Instant,
    pub method: String,
    pub path: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

#[allow(dead_code)]
impl Seen {
    /// Returns a header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The server; its thread ends with the process.
pub struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

#[allow(dead_code)]
impl Server {
    /// Starts a server that goes through a script, and then answers 599.
    pub fn start(script: impl IntoIterator<Item = Reply>) -> Server {
        let mut script = script.into_iter().collect::<Vec<_>>().into_iter();
        Server::answering(move |_| {
            script
                .next()
                .unwrap_or_else(|| Reply::json(599, "the script has ended"))
        })
    }

    /// Starts a server that makes up its answers.
    pub fn answering(answer: impl FnMut(&Seen) -> Reply + Send + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
        let address = listener.local_addr().expect("a bound socket has an address");
        let seen = Arc::new(Mutex::new(Vec::new()));
        let state = Arc::new(Mutex::new(answer));
        let log = Arc::clone(&seen);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (state, log) = (Arc::clone(&state), Arc::clone(&log));
                // A client that goes away in the middle is its own affair.
                thread::spawn(move || serve(&stream, &log, &mut *state.lock().expect("no answer panics")));
            }
        });
        Server { address, seen }
    }

    /// Returns an address below the server.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Returns the requests until now.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("no writer panics").clone()
    }

    /// Returns the times that passed between one request and the next.
    pub fn waits(&self) -> Vec<Duration> {
        self.seen().windows(2).map(|pair| pair[1].at - pair[0].at).collect()
    }
}

/// Starts a server whose answer begins so and never ends; returns its address.
#[allow(dead_code)]
pub fn never_ending(status: u16, beginning: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let address = listener.local_addr().expect("a bound socket has an address");
    thread::spawn(move || {
        let mut open = Vec::new();
        for mut stream in listener.incoming().flatten() {
            let head = format!("HTTP/1.1 {status} Status\r\ncontent-length: 1000\r\n\r\n{beginning}");
            // A client that goes away in the middle is its own affair.
            let _ = read(&stream).and_then(|_| stream.write_all(head.as_bytes()));
            open.push(stream);
        }
    });
    format!("http://{address}/")
}

fn serve(stream: &TcpStream, log: &Mutex<Vec<Seen>>, answer: &mut impl FnMut(&Seen) -> Reply) -> std::io::Result<()> {
    let seen = read(stream)?;
    let reply = answer(&seen);
    log.lock().expect("no writer panics").push(seen);
    let mut out = format!("HTTP/1.1 {} Status\r\nconnection: close\r\n", reply.status);
    for (name, value) in &reply.headers {
        out += &format!("{name}: {value}\r\n");
    }
    out += &format!("content-length: {}\r\n\r\n", reply.body.len());
    out += &reply.body[..reply.body.len() - reply.missing];
    let mut stream = stream;
    stream.write_all(out.as_bytes())
}

fn read(stream: &TcpStream) -> std::io::Result<Seen> {
    let mut input = BufReader::new(stream);
    let line = |input: &mut BufReader<_>| {
        let mut line = String::new();
        input.read_line(&mut line).map(|_| line.trim_end().to_owned())
    };
    let first = line(&mut input)?;
    let at = Instant::now();
    let mut words = first.split(' ').map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut headers = Vec::new();
    while let Some((name, value)) = line(&mut input)?.split_once(':') {
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut body = Vec::new();
    if headers
        .iter()
        .any(|(name, value)| name == "transfer-encoding" && value == "chunked")
    {
        loop {
            let length = usize::from_str_radix(&line(&mut input)?, 16).unwrap_or(0);
            let start = body.len();
            body.resize(start + length, 0);
            input.read_exact(&mut body[start..])?;
            line(&mut input)?;
            if length == 0 {
                break;
            }
        }
    } else if let Some((_, length)) = headers.iter().find(|(name, _)| name == "content-length") {
        body.resize(length.parse().unwrap_or(0), 0);
        input.read_exact(&mut body)?;
    }
    Ok(Seen {
        at,
        method,
        path,
        headers,
        body: String::from_utf8_lossy(&body).into_owned(),
    })
}
