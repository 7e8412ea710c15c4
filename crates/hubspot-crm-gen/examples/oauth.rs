//! An app that an account has installed by OAuth: from the page where the user allows it to calls whose tokens are
//! renewed and kept.
//!
//! ```text
//! HUBSPOT_CLIENT_ID=… HUBSPOT_CLIENT_SECRET=… HUBSPOT_REDIRECT_URI=… cargo run --example oauth
//! ```
//!
//! Without an argument it prints the page to send a user to. From there HubSpot sends the user back to the redirect
//! URI, with a code in the query: give it as the argument. The refresh token is kept in the file
//! `hubspot-refresh-token`, from which the example starts the next time. With the argument `sign-out` the token is made
//! worthless.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_gen::{Client, ClientBuilder, OAuth, OAuthApp, RefreshToken};

#[tokio::main]
async fn main() -> ExitCode {
    let code = env::args().nth(1);
    let done = match app() {
        Ok(app) => {
            let kept = Path::new("hubspot-refresh-token");
            match code.as_deref() {
                Some("sign-out") => sign_out(app, Client::builder(), kept).await,
                _ => run(app, Client::builder(), code, kept).await,
            }
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The app, as its settings in the developer account show it.
fn app() -> Result<OAuthApp, Box<dyn Error>> {
    let set = |name| env::var(name).map_err(|_| format!("set {name}"));
    Ok(OAuthApp::new(
        set("HUBSPOT_CLIENT_ID")?,
        set("HUBSPOT_CLIENT_SECRET")?,
        set("HUBSPOT_REDIRECT_URI")?,
    ))
}

/// Says where the user has to go, or the name of the first contact.
pub(crate) async fn run(
    app: OAuthApp,
    client: ClientBuilder,
    code: Option<String>,
    kept: &Path,
) -> Result<String, Box<dyn Error>> {
    let oauth = if let Some(code) = code {
        let tokens = app.exchange_code(&code).await?;
        fs::write(kept, tokens.refresh_token.secret())?;
        OAuth::new(app, tokens)
    } else if kept.exists() {
        OAuth::from_refresh_token(app, fs::read_to_string(kept)?)
    } else {
        // The state has to be random, and the same when the user comes back.
        let page = app
            .authorize_url()
            .scopes(["oauth", "crm.objects.contacts.read"])
            .optional_scopes(["crm.objects.companies.read"])
            .state("a random text of this session");
        return Ok(page.build());
    };
    // Whenever the client gets new tokens, they are kept. A real application keeps them as it keeps passwords.
    let kept = PathBuf::from(kept);
    let oauth = oauth.on_refresh(move |tokens| {
        let saved = fs::write(&kept, tokens.refresh_token.secret());
        async { saved }
    });
    let hubspot = client.oauth(oauth).build()?;

    // From here on the tokens take care of themselves.
    match hubspot.contacts().list().limit(1).await {
        Ok(page) => match page.results.first() {
            Some(contact) => Ok(format!("{:?}", contact.properties.get("firstname"))),
            None => Ok("no contacts".to_owned()),
        },
        Err(hubspot_crm_gen::Error::Auth(error)) if error.is_invalid_grant() => {
            Err("the account has removed the app: the user has to allow it again".into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Makes the refresh token worthless, and forgets it.
pub(crate) async fn sign_out(
    app: OAuthApp,
    client: ClientBuilder,
    kept: &Path,
) -> Result<String, Box<dyn Error>> {
    let token = RefreshToken::new(fs::read_to_string(kept)?);
    let revoked = TokenOfApp::new(app.client_id(), app.client_secret(), &token);
    // No access token is asked for: the app says who it is.
    let oauth = OAuth::from_refresh_token(app, token);
    let hubspot = client.oauth(oauth).build()?;
    hubspot.oauth().revoke(revoked).await?;
    fs::remove_file(kept)?;
    Ok("signed out".to_owned())
}
