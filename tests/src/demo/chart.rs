//! Charts as inline SVG, coloured by the page's style sheet.

use super::watch::Sighting;
use std::collections::BTreeMap;
use std::fmt::Write;

const WIDTH: f64 = 1000.0;
const LEFT: f64 = 70.0;
const PLOT: f64 = WIDTH - LEFT - 20.0;
const LANE: f64 = 74.0;

pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn svg(height: f64, label: &str, body: &str) -> String {
    format!("<svg viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" aria-label=\"{}\">{body}</svg>", escape(label))
}

/// One lane per till: the weather behind, the entries waiting in front.
pub fn lanes(looks: &[Sighting], tills: usize) -> String {
    let end = looks.iter().map(|look| look.at_ms).max().unwrap_or(1).max(1) as f64;
    let x = |at_ms: u64| LEFT + at_ms as f64 / end * PLOT;
    let most = looks.iter().map(|look| look.waiting).max().unwrap_or(1).max(1);
    let mut body = String::new();
    for till in 0..tills {
        let top = till as f64 * LANE;
        let floor = top + LANE - 12.0;
        let own: Vec<&Sighting> = looks.iter().filter(|look| look.till == till).collect();
        for pair in own.windows(2).filter(|pair| pair[0].weather != "clear") {
            let (from, to) = (x(pair[0].at_ms), x(pair[1].at_ms));
            let class = pair[0].weather.replace(' ', "-");
            let size = (top + 4.0, to - from + 0.5, LANE - 16.0);
            let _ = write!(
                body,
                "<rect class=\"{class}\" x=\"{from:.1}\" y=\"{:.0}\" width=\"{:.1}\" height=\"{:.0}\"/>",
                size.0, size.1, size.2
            );
        }
        let y = |waiting: u64| floor - waiting as f64 / most as f64 * (LANE - 22.0);
        let mut area = format!("M{LEFT:.0} {floor:.1}");
        let mut before = floor;
        for look in &own {
            let _ = write!(area, "L{0:.1} {before:.1}L{0:.1} {1:.1}", x(look.at_ms), y(look.waiting));
            before = y(look.waiting);
        }
        let _ = write!(area, "L{:.1} {floor:.1}Z", own.last().map_or(LEFT, |look| x(look.at_ms)));
        let _ = write!(body, "<path class=\"area\" d=\"{area}\"/>");
        let _ = write!(
            body,
            "<line class=\"axis\" x1=\"{LEFT:.0}\" x2=\"{:.0}\" y1=\"{floor:.1}\" y2=\"{floor:.1}\"/>",
            LEFT + PLOT
        );
        let peak = own.iter().map(|look| look.waiting).max().unwrap_or(0);
        let _ = write!(body, "<text x=\"0\" y=\"{:.0}\">Till {}</text>", top + 30.0, till + 1);
        let _ = write!(body, "<text class=\"dim\" x=\"0\" y=\"{:.0}\">max {peak}</text>", top + 48.0);
    }
    body += &seconds(tills as f64 * LANE + 8.0, end);
    svg(tills as f64 * LANE + 16.0, "Weather and entries waiting at each till", &body)
}

/// A scale of whole seconds.
fn seconds(y: f64, end_ms: f64) -> String {
    let step = [1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0].into_iter().find(|step| end_ms / 1000.0 / step <= 12.0);
    let step = step.unwrap_or(120.0);
    let mut body = String::new();
    let mut at = 0.0;
    while at * 1000.0 <= end_ms {
        let x = LEFT + at * 1000.0 / end_ms * PLOT;
        let _ = write!(body, "<text class=\"dim\" text-anchor=\"middle\" x=\"{x:.0}\" y=\"{y:.0}\">{at:.0} s</text>");
        at += step;
    }
    body
}

/// Lines that wait for goods, over time, all stores together.
pub fn backorders(looks: &[Sighting], one_per_store: &[usize]) -> String {
    const HEIGHT: f64 = 170.0;
    let mut latest: BTreeMap<usize, u64> = BTreeMap::new();
    let mut points = Vec::new();
    for look in looks.iter().filter(|look| one_per_store.contains(&look.till)) {
        latest.insert(look.till, look.backorders);
        points.push((look.at_ms, latest.values().sum::<u64>()));
    }
    let end = points.last().map_or(1, |point| point.0).max(1) as f64;
    let most = points.iter().map(|point| point.1).max().unwrap_or(0).max(1);
    let x = |at: u64| LEFT + at as f64 / end * PLOT;
    let y = |value: u64| HEIGHT - 10.0 - value as f64 / most as f64 * (HEIGHT - 30.0);
    let mut line = format!("M{LEFT:.0} {:.1}", y(0));
    for (at, value) in &points {
        let _ = write!(line, "H{:.1}V{:.1}", x(*at), y(*value));
    }
    let mut body = format!("<path class=\"area\" d=\"{line}V{:.1}H{LEFT:.0}Z\"/>", y(0));
    for value in [0, most / 2, most] {
        let _ = write!(
            body,
            "<text class=\"dim\" text-anchor=\"end\" x=\"{:.0}\" y=\"{:.0}\">{value}</text>",
            LEFT - 8.0,
            y(value) + 4.0
        );
        let _ = write!(
            body,
            "<line class=\"grid\" x1=\"{LEFT:.0}\" x2=\"{:.0}\" y1=\"{1:.1}\" y2=\"{1:.1}\"/>",
            LEFT + PLOT,
            y(value)
        );
    }
    body += &seconds(HEIGHT + 8.0, end);
    svg(HEIGHT + 16.0, "Lines waiting for goods over time", &body)
}

/// Horizontal bars of two parts each: (label, first part, second part, words).
pub fn bars(rows: &[(String, i64, i64, String)], label: &str) -> String {
    const ROW: f64 = 30.0;
    const NAME: f64 = 270.0;
    const WORDS: f64 = 190.0;
    let most = rows.iter().map(|row| row.1 + row.2).max().unwrap_or(1).max(1) as f64;
    let mut body = String::new();
    for (index, (name, first, second, words)) in rows.iter().enumerate() {
        let y = index as f64 * ROW;
        let scale = |value: i64| value as f64 / most * (WIDTH - NAME - WORDS);
        let _ = write!(
            body,
            "<text text-anchor=\"end\" x=\"{:.0}\" y=\"{:.0}\">{}</text>",
            NAME - 10.0,
            y + 20.0,
            escape(name)
        );
        let _ = write!(
            body,
            "<rect class=\"first\" x=\"{NAME:.0}\" y=\"{:.0}\" width=\"{:.1}\" height=\"20\"/>",
            y + 5.0,
            scale(*first)
        );
        let _ = write!(
            body,
            "<rect class=\"second\" x=\"{:.1}\" y=\"{:.0}\" width=\"{:.1}\" height=\"20\"/>",
            NAME + scale(*first),
            y + 5.0,
            scale(*second)
        );
        let end = NAME + scale(first + second) + 8.0;
        let _ = write!(body, "<text class=\"dim\" x=\"{end:.0}\" y=\"{:.0}\">{}</text>", y + 20.0, escape(words));
    }
    svg(rows.len() as f64 * ROW + 4.0, label, &body)
}
