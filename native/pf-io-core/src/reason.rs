//! Why the system refuses a file, in the words of all engines.

use std::io::{self, ErrorKind};

/// `ELOOP`, for which there is no kind of error yet.
const TOO_MANY_LINKS: i32 = if cfg!(target_os = "linux") { 40 } else { 62 };
/// `ENFILE` and `EMFILE`: of the system, and of the process.
const TOO_MANY_FILES: [i32; 2] = [23, 24];

/// What went wrong, without the number that the system has for it.
pub(crate) fn reason(error: &io::Error) -> String {
    let known = match (error.kind(), error.raw_os_error()) {
        (_, Some(TOO_MANY_LINKS)) => "its symbolic links lead in a circle",
        (_, Some(number)) if TOO_MANY_FILES.contains(&number) => "too many files are open",
        (ErrorKind::NotFound, _) => "there is no such file",
        (ErrorKind::PermissionDenied, _) => "permission is missing",
        (ErrorKind::NotADirectory, _) => "a part of its path is not a folder",
        (ErrorKind::IsADirectory, _) => "it is a folder",
        (ErrorKind::InvalidFilename, _) => "its name is too long",
        _ => {
            let text = error.to_string();
            return text.split(" (os error").next().unwrap_or(&text).to_lowercase();
        }
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_reason_has_a_number() {
        for number in 1..140 {
            let text = reason(&io::Error::from_raw_os_error(number));
            assert!(!text.contains("os error"), "{number}: {text}");
        }
        assert_eq!(reason(&io::Error::from_raw_os_error(2)), "there is no such file");
        assert_eq!(reason(&io::Error::from_raw_os_error(13)), "permission is missing");
        assert_eq!(reason(&io::Error::from_raw_os_error(20)), "a part of its path is not a folder");
        assert_eq!(reason(&io::Error::from_raw_os_error(TOO_MANY_LINKS)), "its symbolic links lead in a circle");
        assert_eq!(reason(&io::Error::from_raw_os_error(5)), "input/output error");
    }
}
