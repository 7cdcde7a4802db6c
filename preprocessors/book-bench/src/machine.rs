//! What no figure is worth anything without: the machine and the date.

use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

/// The machine: cores, processor, system.
pub(crate) fn facts() -> String {
    let mut facts = Vec::new();
    if let Ok(cores) = std::thread::available_parallelism() {
        let plural = if cores.get() == 1 { "" } else { "s" };
        facts.push(format!("{cores} core{plural}"));
    }
    facts.extend(processor());
    facts.push(system().to_owned());
    facts.join(", ")
}

/// Today's date, in UTC.
pub(crate) fn today() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    date(now.map_or(0, |since| since.as_secs() / 86_400))
}

/// The model of the processor, where the system says it.
fn processor() -> Option<String> {
    let name = match std::env::consts::OS {
        "linux" => {
            let all = std::fs::read_to_string("/proc/cpuinfo").ok()?;
            let line = all.lines().find(|line| line.starts_with("model name"))?;
            line.split_once(':')?.1.to_owned()
        }
        "macos" => {
            let command = Command::new("sysctl")
                .args(["-n", "machdep.cpu.brand_string"])
                .output();
            String::from_utf8(command.ok()?.stdout).ok()?
        }
        _ => std::env::var("PROCESSOR_IDENTIFIER").ok()?,
    };
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

fn system() -> &'static str {
    match std::env::consts::OS {
        "linux" => "Linux",
        "macos" => "macOS",
        "windows" => "Windows",
        other => other,
    }
}

/// The date so many days after 1970-01-01: `2024-02-29`.
fn date(mut days: u64) -> String {
    let leap =
        |year: u64| year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let mut year = 1970;
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let february = 28 + u64::from(leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", days + 1)
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn a_day_has_its_date() {
        for (days, text) in [
            (0, "1970-01-01"),
            (364, "1970-12-31"),
            (365, "1971-01-01"),
            (11_016, "2000-02-29"),
            (19_782, "2024-02-29"),
            (19_783, "2024-03-01"),
            (20_088, "2024-12-31"),
        ] {
            assert_eq!(date(days), text);
        }
    }
}
