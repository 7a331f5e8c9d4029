// SPDX-License-Identifier: MIT OR Apache-2.0
//! The server as a process of its own: the test program started again with a socket as descriptor 3. A program that uses this has a
//! test named `serves`, which runs the handler that `SERVER_UNDER_TEST` names.
#![allow(dead_code)] // each test program uses a part

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

pub struct Server {
    pub process: Child,
    pub port: u16,
    /// What came on stderr while it was started.
    head: String,
    /// Reads the rest of it as it comes: a host that fills the pipe would wait in the middle of a call. Backtraces are long.
    stderr: Option<JoinHandle<String>>,
}

impl Server {
    /// A process that was started with a pipe as its stderr, and what was read of that.
    pub fn new(mut process: Child, port: u16, head: String) -> Self {
        let mut pipe = process.stderr.take().expect("a pipe as its stderr");
        let stderr = std::thread::spawn(move || {
            let mut text = Vec::new();
            let _ = pipe.read_to_end(&mut text);
            String::from_utf8_lossy(&text).into_owned()
        });
        Self { process, port, head, stderr: Some(stderr) }
    }

    pub fn command() -> Command {
        let mut command = Command::new("/bin/sh");
        command.env_remove("PORT").env_remove("LISTEN_FDS").stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    /// With the socket handed over as descriptor 3, as the platform's runner does.
    pub fn start(handler: &str) -> Self {
        Self::start_with(handler, &[])
    }

    pub fn start_with(handler: &str, environment: &[(&str, &str)]) -> Self {
        let own = std::env::current_exe().expect("the path of this test program");
        let handler = [("SERVER_UNDER_TEST", handler), ("IGNITE_RUNNER", "1")];
        Self::start_program(&own, "--exact serves --nocapture", &[&handler, environment].concat())
    }

    /// A handler's own program.
    pub fn start_program(program: &Path, arguments: &str, environment: &[(&str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("the address of a listener").port();
        let process = Self::command()
            .args(["-c", &format!("exec \"$0\" {arguments} 3<&0 </dev/null")])
            .arg(program)
            .env("LISTEN_FDS", "1")
            .envs(environment.iter().copied())
            .stdin(OwnedFd::from(listener))
            .spawn()
            .expect("the server to start");
        Self::new(process, port, String::new())
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the server to accept");
        stream.set_read_timeout(Some(Duration::from_secs(120))).expect("a time limit that is not zero");
        stream
    }

    pub fn call(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).expect("the server to take the request");
        answer(&mut BufReader::new(stream)).expect("an answer")
    }

    pub fn signal(&self, name: &str) {
        let pid = self.process.id().to_string();
        let status = Command::new("kill").args([name, &pid]).status().expect("the program kill");
        assert!(status.success(), "{name} to {pid}: {status}");
    }

    /// It was told to end already.
    pub fn finish_after_signal(mut self) {
        let status = self.process.wait().expect("a child that is waited for once");
        assert!(status.success(), "{status}");
        assert!(TcpStream::connect(("127.0.0.1", self.port)).is_err(), "it still accepts connections");
    }

    /// What it wrote to stderr until its end.
    pub fn finish(mut self) -> String {
        self.signal("-TERM");
        let text = self.rest_of_stderr();
        let status = self.process.wait().expect("a child that is waited for once");
        assert!(status.success(), "{status}: {text}");
        text
    }

    /// The same of a host that is killed during a call.
    pub fn stop(mut self) -> String {
        self.process.kill().expect("the process to be its parent's to end");
        self.rest_of_stderr()
    }

    fn rest_of_stderr(&mut self) -> String {
        let mut text = std::mem::take(&mut self.head);
        let rest = self.stderr.take().expect("stderr to be read once").join();
        text += &rest.expect("the thread that reads stderr does not panic");
        text
    }

    /// Posts a body to a path.
    pub fn post(&self, path: &str, body: &str) -> Answer {
        self.call(&post(path, "content-type: application/json\r\n", body))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Reads one response with a content length; `None` where the connection ended.
pub fn answer(reader: &mut impl BufRead) -> Option<Answer> {
    let mut answer = head(reader)?;
    let length = answer.header("content-length").map_or(0, |value| value.parse().expect("a length in digits"));
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    answer.body = String::from_utf8(body).expect("a body in UTF-8");
    Some(answer)
}

/// Reads a status line and headers.
pub fn head(reader: &mut impl BufRead) -> Option<Answer> {
    let mut line = String::new();
    if reader.read_line(&mut line).ok()? == 0 {
        return None;
    }
    let status = line.split(' ').nth(1)?.parse().ok()?;
    let mut headers = Vec::new();
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    Some(Answer { status, headers, body: String::new() })
}

/// The next piece of a chunked body; `Some` and empty at its proper end, `None` where it broke off.
pub fn piece(reader: &mut impl BufRead) -> Option<String> {
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let length = usize::from_str_radix(line.trim_end(), 16).ok()?;
    let mut data = vec![0; length + 2];
    reader.read_exact(&mut data).ok()?;
    data.truncate(length);
    Some(String::from_utf8(data).expect("a piece in UTF-8"))
}

/// What the runner sends with each call, and what is then on stderr.
pub const MARKS_HEADER: &str = "x-ignite-marks: 00000000000000b0 00000000000000e0\r\n";
pub const BEGIN_MARK: &str = "\x1e<ignite 00000000000000b0>\n";
pub const END_MARK: &str = "\x1e<ignite 00000000000000e0>\n";

pub fn post(target: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("POST {target} HTTP/1.1\r\nhost: x\r\n{MARKS_HEADER}{headers}content-length: {length}\r\n\r\n{body}")
}
