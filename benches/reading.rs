//! How long documents take to be read, by size and format: reading is to be linear, 10 MB in seconds.
//!
//! `cargo bench --bench reading` runs all, `cargo bench --bench reading -- 'document.txt'` one row. The documents are made
//! here: a small plan in Chinese and English, repeated with other numbers until it is long enough.

use std::{fmt::Write as _, hint::black_box, time::Duration};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use plan_registry::{
    document::{
        Given,
        figures::{Outlook, Setting, figures},
        read,
    },
    domain::period::YearSpan,
};

const MEGABYTE: usize = 1_000_000;

const SENTENCES: [&str; 6] = [
    "建设覆盖城乡的服务网络，到2028年建成{n}个以上阅读空间，每年举办活动{n}场。",
    "古籍数字化率由12%提高到{n}%，馆藏达到{n}万册，比2025年增长8%。",
    "加强馆员培训，健全管理制度，推动数字资源共建共享，使读者更加满意。",
    "Open {n} new reading rooms by 2028 and raise visits from {n},000 to {n},500 a year.",
    "Work with no fewer than {n} partners, so that everyone in the county finds a place to learn.",
    "Staff are trained every year; what readers say about the services is published.",
];

/// Makes a document of about so many bytes.
type MakeDocument = fn(usize) -> String;

fn sentence(number: usize) -> String {
    let at = number % SENTENCES.len();
    SENTENCES.get(at).copied().unwrap_or_default().replace("{n}", &(number % 90 + 10).to_string())
}

/// Adds passages to a document until it has so many bytes.
fn filled(n_bytes: usize, beginning: &str, passage: impl Fn(usize, &mut String)) -> String {
    let mut text = beginning.to_owned();
    let mut number = 0;
    while text.len() < n_bytes {
        passage(number, &mut text);
        number += 1;
    }
    text
}

const TITLE: &str = "示例县图书馆“十五五”发展规划\nExample County Library Plan 2026-2030";

fn plain_text(n_bytes: usize) -> String {
    filled(n_bytes, &format!("{TITLE}\n\n四、重点任务\n"), |number, text| {
        let (task, action) = (number / 5, number % 5 + 1);
        if action == 1 {
            // Writing to a string does not fail.
            let _ = writeln!(text, "\n任务{}：服务 Services {task}", task % 99 + 1);
        }
        let _ = writeln!(text, "{action}. {}{}", sentence(number), sentence(number + 3));
    })
}

fn markdown(n_bytes: usize) -> String {
    filled(n_bytes, &format!("# {}\n\n## 重点任务\n", TITLE.replace('\n', " ")), |number, text| {
        if number.is_multiple_of(6) {
            let _ = writeln!(text, "\n### 任务{}：**服务** Services\n", number / 6 % 99 + 1);
        }
        let indent = if number % 3 == 2 { "  " } else { "" };
        let _ = writeln!(text, "{indent}- {}{}", sentence(number), sentence(number + 3));
    })
}

fn html(n_bytes: usize) -> String {
    let head = format!("<!doctype html><title>{TITLE}</title><h1>{TITLE}</h1><h2>重点任务 Key tasks</h2>\n");
    filled(n_bytes, &head, |number, text| {
        let n = number % 90 + 10;
        let _ = writeln!(text, "<h3>任务{}：服务 Services</h3>\n<p>{}</p>", number % 99 + 1, sentence(number));
        text.push_str("<table><tr><th>成果 Outcomes</th><th>指标 Indicators</th></tr>\n");
        for row in 0..3 {
            let (outcome, one, other) = (sentence(number + row), sentence(number + 1), sentence(number + 3));
            let _ =
                writeln!(text, "<tr><td>{outcome}</td><td><ul><li>{one}</li><li><p>{other}</p></li></ul></td></tr>");
        }
        let _ = writeln!(
            text,
            "</table>\n<table><tr><th>指标</th><th>2025年</th><th>2030年</th></tr><tr><td>馆藏（万册）</td><td>{n}</td><td>≥{}</td></tr></table>",
            n + 9
        );
    })
}

fn documents(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read");
    group.sample_size(10).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(5));
    let formats: [(&str, MakeDocument); 3] =
        [("document.txt", plain_text), ("document.md", markdown), ("document.html", html)];
    for (name, document) in formats {
        for n_megabytes in [1, 2, 5, 10] {
            let text = document(n_megabytes * MEGABYTE);
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_with_input(BenchmarkId::new(name, format!("{n_megabytes} MB")), &text, |bencher, text| {
                bencher.iter(|| black_box(read(name, text.as_bytes(), &Given::default()).is_ok()));
            });
        }
    }
    group.finish();
}

fn quantities(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("figures");
    group.sample_size(10).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(5));
    let years = YearSpan::new(2026, 2030).ok();
    let setting = Setting { outlook: Outlook::Ahead, plan_years: years, review_years: None };
    let sentences = filled(MEGABYTE, "", |number, text| {
        let _ = writeln!(text, "{}", sentence(number));
    });
    group.throughput(Throughput::Bytes(sentences.len() as u64));
    group.bench_function("1 MB of sentences", |bencher| {
        bencher.iter(|| sentences.lines().map(|sentence| figures(sentence, &setting).len()).sum::<usize>());
    });
    let paragraph = sentences.replace('\n', "");
    group.bench_function("1 MB in one paragraph", |bencher| bencher.iter(|| figures(&paragraph, &setting).len()));
    // Rows that no plan has: four times the text must take four times as long.
    for piece in ["1", "一二三", "1-1-1-", "12%", "from 1 to 2 ", "“1", "average 5 visits "] {
        for n_bytes in [10_000, 40_000] {
            let text = piece.repeat(n_bytes / piece.len());
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_with_input(BenchmarkId::new(piece, n_bytes), &text, |bencher, text| {
                bencher.iter(|| figures(text, &setting).len());
            });
        }
    }
    group.finish();
}

criterion_group!(benches, documents, quantities);
criterion_main!(benches);
