// SPDX-License-Identifier: MIT OR Apache-2.0
use crate::Error;

/// The app's environment, as it was when the process started. What the platform itself uses (`IGNITE_…`, `LISTEN_…`) is left out.
///
/// ```no_run
/// # fn look(ctx: ignite::Context) {
/// for (name, _) in ctx.env().iter() {
///     eprintln!("{name} is set");
/// }
/// # }
/// ```
#[derive(Debug)]
pub struct Env {
    variables: Vec<(String, String)>,
}

impl Env {
    pub(crate) fn of_process() -> Self {
        let platform = |name: &str| name.starts_with("IGNITE_") || name.starts_with("LISTEN_");
        let variables = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .filter(|(name, _)| !platform(name))
            .collect();
        Self { variables }
    }

    /// The value of a variable.
    ///
    /// ```no_run
    /// # fn look(ctx: ignite::Context) {
    /// let debug = ctx.env().get("DEBUG").is_some();
    /// # }
    /// ```
    pub fn get(&self, name: &str) -> Option<String> {
        self.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
    }

    /// The value of a variable that must be there; the error names it.
    ///
    /// ```no_run
    /// # fn look(ctx: ignite::Context) -> ignite::Result<()> {
    /// let key = ctx.env().require("API_KEY")?;
    /// # Ok(()) }
    /// ```
    pub fn require(&self, name: &str) -> Result<String, Error> {
        self.get(name).ok_or_else(|| Error::new(format!("the environment has no {name}: set it for this app")))
    }

    /// All variables, in no particular order.
    ///
    /// ```no_run
    /// # fn look(ctx: ignite::Context) {
    /// let count = ctx.env().iter().count();
    /// # }
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.variables.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}
