// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/run_report.h"

#include "core/base/display.h"

#include <QObject>
#include <QXmlStreamWriter>

#include <algorithm>

namespace studio::collection {

namespace {

/// Tests in them are not among the checks.
constexpr QLatin1StringView scriptsNotRun("scripts are not run"); // untranslated: other programs read it

/// Without what XML 1.0 cannot hold.
QString xmlText(QString text)
{
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar c = text[at];
        const bool isPaired = (c.isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate()) ||
                              (c.isLowSurrogate() && at > 0 && text[at - 1].isHighSurrogate());
        const bool isAllowed = c == u'\t' || c == u'\n' || c == u'\r' ||
                               (c >= u' ' && c < QChar(0xfffe) && (!c.isSurrogate() || isPaired));
        if (!isAllowed) {
            text[at] = QChar::ReplacementCharacter;
        }
    }
    return text;
}

QString secondsText(qint64 microseconds)
{
    return QString::number(static_cast<double>(microseconds) / 1e6, 'f', 3);
}

void writeProblem(QXmlStreamWriter &xml, const char *element, const QString &message)
{
    xml.writeStartElement(QString::fromLatin1(element));
    xml.writeAttribute(QStringLiteral("message"), xmlText(message));
    xml.writeEndElement();
}

struct SuiteCounts
{
    qsizetype tests = 0;
    qsizetype failures = 0;
    qsizetype errors = 0;
    qsizetype skipped = 0;
};

SuiteCounts countsOf(const RequestOutcome &request)
{
    const qsizetype scripts = request.hasScripts ? 1 : 0;
    SuiteCounts counts{.tests = std::max<qsizetype>(1, request.checks.size()) + scripts};
    counts.failures = std::ranges::count(request.checks, false, &CheckResult::holds);
    counts.errors = request.verdict == RequestOutcome::Unanswered ? 1 : 0;
    counts.skipped = scripts + (request.verdict == RequestOutcome::NotRun ? 1 : 0);
    return counts;
}

void writeCounts(QXmlStreamWriter &xml, const SuiteCounts &counts, qint64 microseconds)
{
    xml.writeAttribute(QStringLiteral("tests"), QString::number(counts.tests));
    xml.writeAttribute(QStringLiteral("failures"), QString::number(counts.failures));
    xml.writeAttribute(QStringLiteral("errors"), QString::number(counts.errors));
    xml.writeAttribute(QStringLiteral("skipped"), QString::number(counts.skipped));
    xml.writeAttribute(QStringLiteral("time"), secondsText(microseconds));
}

void beginCase(QXmlStreamWriter &xml, const RequestOutcome &request, const QString &name)
{
    xml.writeStartElement(QStringLiteral("testcase"));
    xml.writeAttribute(QStringLiteral("name"), xmlText(name));
    xml.writeAttribute(QStringLiteral("classname"), xmlText(request.path));
}

void writeSuite(QXmlStreamWriter &xml, const RequestOutcome &request)
{
    xml.writeStartElement(QStringLiteral("testsuite"));
    xml.writeAttribute(QStringLiteral("name"), xmlText(request.name));
    xml.writeAttribute(QStringLiteral("file"), xmlText(request.path));
    writeCounts(xml, countsOf(request), request.microseconds);
    for (const CheckResult &check : request.checks) {
        beginCase(xml, request, check.text);
        if (!check.holds) {
            writeProblem(xml, "failure", check.message);
        }
        xml.writeEndElement();
    }
    if (request.checks.isEmpty()) {
        beginCase(xml, request, request.name);
        if (request.verdict == RequestOutcome::Unanswered) {
            writeProblem(xml, "error", request.error);
        } else if (request.verdict == RequestOutcome::NotRun) {
            xml.writeEmptyElement(QStringLiteral("skipped"));
        }
        xml.writeEndElement();
    }
    if (request.hasScripts) {
        beginCase(xml, request, QStringLiteral("scripts"));
        writeProblem(xml, "skipped", scriptsNotRun);
        xml.writeEndElement();
    }
    xml.writeEndElement();
}

QString inOneLine(QString text)
{
    std::ranges::transform(text, text.begin(), escapeControlCharacter);
    return text;
}

/// A description in TAP: a number sign would begin a directive.
QString tapText(const QString &text)
{
    return inOneLine(text).replace(u'\\', QStringLiteral("\\\\")).replace(u'#', QStringLiteral("\\#"));
}

std::string_view verdictName(RequestOutcome::Verdict verdict)
{
    switch (verdict) {
    case RequestOutcome::Passed:
        return "passed";
    case RequestOutcome::Failed:
        return "failed";
    case RequestOutcome::Unanswered:
        return "error";
    case RequestOutcome::NotRun:
        break;
    }
    return "skipped";
}

Json checkAsJson(const CheckResult &check)
{
    Json json{{"text", check.text}, {"holds", check.holds}};
    if (!check.holds) {
        json["message"] = check.message;
    }
    return json;
}

Json outcomeAsJson(const RequestOutcome &request)
{
    Json json{{"path", request.path}, {"name", request.name}, {"verdict", verdictName(request.verdict)}};
    if (request.status > 0) {
        json["status"] = request.status;
        json["durationMs"] = static_cast<double>(request.microseconds) / 1'000.0;
    }
    if (!request.executionId.isEmpty()) {
        json["executionId"] = request.executionId;
    }
    if (!request.error.isEmpty()) {
        json["error"] = request.error;
    }
    Json checks = Json::array();
    for (const CheckResult &check : request.checks) {
        checks.push_back(checkAsJson(check));
    }
    json["checks"] = checks;
    if (request.hasScripts) {
        json["warnings"] = Json::array({Json(QString(scriptsNotRun))});
    }
    return json;
}

} // namespace

QByteArray junitReport(const RunOutcome &outcome, const QString &collection)
{
    QByteArray text;
    QXmlStreamWriter xml(&text);
    xml.setAutoFormatting(true);
    xml.setAutoFormattingIndent(2);
    xml.writeStartDocument();
    SuiteCounts all;
    qint64 microseconds = 0;
    for (const RequestOutcome &request : outcome.requests) {
        const SuiteCounts counts = countsOf(request);
        all.tests += counts.tests;
        all.failures += counts.failures;
        all.errors += counts.errors;
        all.skipped += counts.skipped;
        microseconds += request.microseconds;
    }
    xml.writeStartElement(QStringLiteral("testsuites"));
    xml.writeAttribute(QStringLiteral("name"), xmlText(collection));
    writeCounts(xml, all, microseconds);
    for (const RequestOutcome &request : outcome.requests) {
        writeSuite(xml, request);
    }
    xml.writeEndElement();
    xml.writeEndDocument();
    return text;
}

QByteArray tapReport(const RunOutcome &outcome)
{
    const auto scripts = std::ranges::count(outcome.requests, true, &RequestOutcome::hasScripts);
    QString text = QStringLiteral("TAP version 14\n1..%1\n").arg(outcome.requests.size() + scripts);
    qsizetype number = 0;
    for (const RequestOutcome &request : outcome.requests) {
        const bool isOk = request.verdict == RequestOutcome::Passed || request.verdict == RequestOutcome::NotRun;
        text += QStringLiteral("%1 %2 - %3")
                    .arg(isOk ? QStringLiteral("ok") : QStringLiteral("not ok")) // untranslated: words of TAP
                    .arg(++number)
                    .arg(tapText(request.path));
        text += request.verdict == RequestOutcome::NotRun
                    ? QStringLiteral(" # SKIP not run\n") // untranslated: the same
                    : QStringLiteral("\n");
        for (const CheckResult &check : request.checks) {
            if (!check.holds) {
                text += QStringLiteral("# %1: %2\n").arg(inOneLine(check.text), inOneLine(check.message));
            }
        }
        if (!request.error.isEmpty()) {
            text += QStringLiteral("# %1\n").arg(inOneLine(request.error));
        }
        if (request.hasScripts) {
            text += QStringLiteral("ok %1 - %2 scripts # SKIP %3\n") // untranslated: the same
                        .arg(++number)
                        .arg(tapText(request.path), scriptsNotRun);
        }
    }
    return text.toUtf8();
}

Json runAsJson(const RunOutcome &outcome)
{
    Json requests = Json::array();
    for (const RequestOutcome &request : outcome.requests) {
        requests.push_back(outcomeAsJson(request));
    }
    return {{"passed", outcome.count(RequestOutcome::Passed)},
            {"failed", outcome.count(RequestOutcome::Failed)},
            {"errors", outcome.count(RequestOutcome::Unanswered)},
            {"skipped", outcome.count(RequestOutcome::NotRun)},
            {"requests", requests}};
}

} // namespace studio::collection
