// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/wasmtime_log.h"

namespace studio {

namespace {

constexpr QByteArrayView failed("worker failed: ");
constexpr QByteArrayView neverAnswered("error: guest never invoked `response-outparam::set` method");
constexpr QByteArrayView brokenConnection("error: hyper::Error(");
constexpr QByteArrayView serving("Serving HTTP on http://");

/// "    1: wasm trap: …" and "    wasm trap: …" alike; the last cause is the innermost.
QString cause(QByteArrayView line)
{
    QByteArray text = line.toByteArray().trimmed();
    const qsizetype colon = text.indexOf(": ");
    if (colon > 0 && std::ranges::all_of(text.first(colon), [](char c) { return c >= '0' && c <= '9'; })) {
        text = text.sliced(colon + 2);
    }
    return QString::fromUtf8(text);
}

} // namespace

qsizetype WasmtimeLog::ownFrom(QByteArrayView line)
{
    for (const QByteArrayView &own : {neverAnswered, failed}) {
        if (const qsizetype at = line.indexOf(own); at >= 0) {
            return at;
        }
    }
    return -1;
}

WasmtimeLog::Kind WasmtimeLog::read(QByteArrayView line)
{
    if (line.startsWith(failed)) {
        m_part = Part::Frames;
        // Without frames the reason stands behind the words.
        m_reason = QString::fromUtf8(line.sliced(failed.size()));
        return Kind::Report;
    }
    if (line.startsWith(neverAnswered) || line.startsWith(brokenConnection)) {
        return Kind::Noise;
    }
    if (line.startsWith(serving)) {
        return Kind::Serving;
    }
    switch (m_part) {
    case Part::Frames:
        if (line == "Caused by:") { // untranslated: of Wasmtime
            m_part = Part::Causes;
            return Kind::Report;
        }
        if (line.isEmpty() || line.startsWith("   ") || line.startsWith("note: using the `WASMTIME_BACKTRACE")) {
            return Kind::Report;
        }
        break;
    case Part::Causes:
        if (line.startsWith("    ")) {
            m_reason = cause(line);
            return Kind::Report;
        }
        if (line.isEmpty()) {
            m_part = Part::None;
            return Kind::ReportEnds;
        }
        break;
    case Part::None:
        break;
    }
    m_part = Part::None; // not the report that was expected: never swallow what the handler writes
    return Kind::Handlers;
}

} // namespace studio
