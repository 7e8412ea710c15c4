//! Tokens as people write them, in one line.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// The tokens as text. Blanks stand where rustfmt would put them, as far as signatures go.
pub(super) fn tidy(tokens: TokenStream) -> String {
    let mut text = String::new();
    write(tokens, &mut text);
    text
}

fn write(tokens: TokenStream, text: &mut String) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                let mut inside = String::new();
                write(group.stream(), &mut inside);
                // rustfmt leaves a comma behind the last of several lines only.
                text.push_str(inside.trim_end().trim_end_matches(','));
                text.push_str(close);
            }
            TokenTree::Punct(punct) => {
                let joined = punct.spacing() == Spacing::Joint;
                match punct.as_char() {
                    ',' | ';' => {
                        text.push(punct.as_char());
                        text.push(' ');
                    }
                    ':' if joined || text.ends_with(':') => text.push(':'),
                    ':' => text.push_str(": "),
                    '-' if joined => text.push_str(" -"),
                    '>' if text.ends_with('-') => text.push_str("> "),
                    '=' | '+' => {
                        text.push(' ');
                        text.push(punct.as_char());
                        text.push(' ');
                    }
                    other => text.push(other),
                }
            }
            word @ (TokenTree::Ident(_) | TokenTree::Literal(_)) => {
                let word = word.to_string();
                let after_word = text
                    .chars()
                    .next_back()
                    .is_some_and(|last| last.is_alphanumeric() || matches!(last, '_' | ']' | ')'));
                if after_word {
                    text.push(' ');
                }
                text.push_str(&word);
            }
        }
    }
    let length = text.trim_end().len();
    text.truncate(length);
}
