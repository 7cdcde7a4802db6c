//! What the page "A record of this project" says, held to the project. It has no listing.

#[cfg(test)]
mod tests;
