// SPDX-License-Identifier: MIT OR Apache-2.0
//! Handlers that stream. Built for both targets.

use ignite::prelude::*;
use std::time::Duration;

#[ignite::main]
async fn handler(req: Request, ctx: Context) -> Result<impl IntoResponse> {
    let stream = ctx.stream();
    match req.path() {
        "/plain" => {
            stream.content_type("text/plain")?;
            stream.write("one").await?;
            assert!(stream.content_type("text/html").is_err(), "too late");
            stream.write(b"two").await?;
        }
        "/events" => {
            stream.event("tick", "1\n2").await?;
            stream.event("", "last").await?;
        }
        "/unused" => stream.content_type("text/plain")?,
        "/begun" => {
            stream.write("").await?;
            tokio::time::sleep(Duration::from_secs(20)).await;
        }
        "/waits" => {
            stream.write("first").await?;
            tokio::time::sleep(Duration::from_secs(20)).await;
        }
        "/fails" => {
            stream.write("first").await?;
            return Err(Error::new("broke in the middle"));
        }
        "/panics" => {
            stream.write("first").await?;
            tokio::task::yield_now().await;
            panic!("broke in the middle");
        }
        "/endless" => {
            let piece = vec![b'x'; 64 * 1024];
            for n in 0.. {
                if let Err(error) = stream.write(&piece).await {
                    eprintln!("stopped: {error}");
                    return Err(error);
                }
                eprintln!("wrote {n}");
            }
        }
        "/late" => {
            let late = stream.clone();
            stream.write("in time").await?;
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(50)).await;
                eprintln!("late: {}", late.write("too late").await.unwrap_err());
            });
        }
        "/other-task" => {
            let other = stream.clone();
            tokio::spawn(async move { other.write("from a task").await }).await??;
        }
        _ => {}
    }
    Ok("returned")
}
