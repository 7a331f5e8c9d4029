// SPDX-License-Identifier: MIT OR Apache-2.0
//! An HTML page that a browser shows, with a greeting from the query: try the path `/?name=Ada`.

use ignite::prelude::*;

#[ignite::main]
async fn handler(req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    let name = req.query_param("name").unwrap_or_else(|| "world".into());
    let page = format!(
        r#"<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Hello</title></head>
  <body>
    <h1>Hello, {name}!</h1>
    <form><input name="name" placeholder="Your name"> <button>Greet</button></form>
  </body>
</html>
"#,
        name = escaped(&name)
    );
    Response::new(StatusCode::OK, page).header("content-type", "text/html; charset=utf-8")
}

/// Text from a request must not become part of the page's markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
