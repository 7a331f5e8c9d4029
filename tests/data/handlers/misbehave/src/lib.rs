// SPDX-License-Identifier: GPL-3.0-or-later
use ignite::prelude::*;

/// `{"do": …}` says what goes wrong.
#[ignite::main]
async fn handler(req: Request, ctx: Context) -> Result<impl IntoResponse> {
    let action = req.field::<String>("do").unwrap_or_default();
    match action.as_str() {
        "panic" => panic!("asked to panic"),
        "error" => return Err("asked to fail".parse::<i32>().unwrap_err().into()),
        "abort" => std::process::abort(),
        "exit" => std::process::exit(3),
        "loop" => loop {
            std::hint::spin_loop();
        },
        "sleep" => tokio::time::sleep(std::time::Duration::from_secs(3600)).await,
        "noise" => {
            let line = "x".repeat(99);
            for _ in 0..1_000_000 {
                eprintln!("{line}");
            }
        }
        "flood" => return Ok(ignite::json!({"flood": "y".repeat(100_000_000)})),
        "log" => eprintln!("a line on stderr"),
        _ => {}
    }
    Ok(ignite::json!({"did": action, "execution_id": ctx.execution_id(), "raw": req.raw().len()}))
}
