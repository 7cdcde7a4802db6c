//! Reads what mdBook sends.

use std::io::{Read, Result};
use std::thread;
use std::time::Duration;

/// How much is read at a time: a pipe of Linux holds as much.
pub(crate) const PIECE: usize = 64 * 1024;
/// Less than this was not worth waking up for.
const LITTLE: usize = PIECE / 4;
/// How long the sender is given to send more.
const PAUSE: Duration = Duration::from_micros(200);

/// Reads what comes in large pieces.
///
/// mdBook 0.5 writes its JSON into the pipe word by word, without a buffer: a book of 1,000 chapters comes
/// in hundreds of thousands of writes. Whoever reads each of them at once has mdBook wake it up for each,
/// which takes longer than the writing. So when little has come, it is given time to become more.
pub(crate) struct InPauses<R> {
    sender: R,
    came_little: bool,
}

impl<R: Read> InPauses<R> {
    pub(crate) fn new(sender: R) -> InPauses<R> {
        InPauses {
            sender,
            came_little: false,
        }
    }
}

impl<R: Read> Read for InPauses<R> {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        if self.came_little {
            thread::sleep(PAUSE);
        }
        let length = self.sender.read(out)?;
        self.came_little = length < LITTLE;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    use super::*;

    /// Sends its bytes in pieces of these sizes, over and over, and is interrupted ahead of each.
    struct Sender<'a> {
        bytes: &'a [u8],
        sizes: std::iter::Cycle<std::slice::Iter<'a, usize>>,
        interrupted: bool,
    }

    impl Read for Sender<'_> {
        fn read(&mut self, out: &mut [u8]) -> Result<usize> {
            self.interrupted = !self.interrupted;
            if self.interrupted {
                return Err(Error::from(ErrorKind::Interrupted));
            }
            let size = self.sizes.next().copied().unwrap_or_default();
            let size = size.min(out.len()).min(self.bytes.len());
            let (now, later) = self.bytes.split_at(size);
            out[..size].copy_from_slice(now);
            self.bytes = later;
            Ok(size)
        }
    }

    #[test]
    fn all_that_comes_is_read_whatever_the_pieces() {
        let bytes: Vec<u8> = (0..300_000u32).map(|at| at as u8).collect();
        for sizes in [&[PIECE][..], &[1, PIECE, LITTLE, LITTLE - 1], &[5_000]] {
            for length in [0, 1, LITTLE, bytes.len()] {
                let sender = Sender {
                    bytes: &bytes[..length],
                    sizes: sizes.iter().cycle(),
                    interrupted: false,
                };
                let mut read = Vec::new();
                InPauses::new(sender).read_to_end(&mut read).unwrap();
                assert_eq!(read, bytes[..length]);
            }
        }
    }

    #[test]
    fn a_sender_that_fails_is_an_error() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> Result<usize> {
                Err(Error::from(ErrorKind::BrokenPipe))
            }
        }
        assert!(InPauses::new(Broken).read_to_end(&mut Vec::new()).is_err());
    }
}
