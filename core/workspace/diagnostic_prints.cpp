// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/diagnostic_prints.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/workspace/build_output.h"
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/document_store.h"
#include "core/workspace/document_text.h"
#include "core/workspace/workspace.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>

#include <chrono>
#include <optional>

namespace studio {

namespace {

constexpr std::chrono::milliseconds printPause{400};
constexpr qsizetype maxPrints = 100;        ///< of a file
constexpr qsizetype maxPrintText = 1 << 20; ///< characters of a file
constexpr qsizetype maxPrintFiles = 1'000;

bool isNameStart(QChar c)
{
    return c.isLetter() || c == u'_';
}

bool isNamePart(QChar c)
{
    return c.isLetterOrNumber() || c == u'_';
}

/// Looks for the macros in Rust, token by token.
class PrintScan
{
    Q_DECLARE_TR_FUNCTIONS(DiagnosticPrints)

public:
    PrintScan(const QString &file, const QString &text) : m_file(file), m_text(text) {}

    QList<Diagnostic> scan()
    {
        while (m_at < m_text.size() && m_found.size() < maxPrints) {
            step();
        }
        return m_found;
    }

private:
    [[nodiscard]] QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : QChar();
    }

    void step()
    {
        const QChar c = peek();
        if (skipQuiet()) {
            return;
        }
        if (isNameStart(c)) {
            takeName();
        } else if (c.isDigit()) {
            skipWord(); // 1e5, 0b1
        } else if (c == u'#' && (peek(1) == u'[' || (peek(1) == u'!' && peek(2) == u'['))) {
            takeAttribute();
        } else {
            takeSign(c);
        }
    }

    /// Comments, strings and characters.
    bool skipQuiet()
    {
        const QChar c = peek();
        if (c == u'/' && peek(1) == u'/') {
            const qsizetype end = m_text.indexOf(u'\n', m_at);
            m_at = end < 0 ? m_text.size() : end;
        } else if (c == u'/' && peek(1) == u'*') {
            skipBlockComment();
        } else if (c == u'"') {
            skipString();
        } else if (c == u'\'') {
            skipCharacter();
        } else {
            return skipRawString();
        }
        return true;
    }

    void skipBlockComment()
    {
        int depth = 0;
        do {
            if (peek() == u'/' && peek(1) == u'*') {
                ++depth;
                m_at += 2;
            } else if (peek() == u'*' && peek(1) == u'/') {
                --depth;
                m_at += 2;
            } else {
                ++m_at;
            }
        } while (depth > 0 && m_at < m_text.size());
    }

    void skipString()
    {
        for (++m_at; m_at < m_text.size() && peek() != u'"'; ++m_at) {
            m_at += peek() == u'\\' ? 1 : 0;
        }
        ++m_at;
    }

    /// A character, or a lifetime, which has no second quote.
    void skipCharacter()
    {
        if (peek(1) == u'\\') {
            const qsizetype end = m_text.indexOf(u'\'', m_at + 3);
            m_at = end < 0 ? m_text.size() : end + 1;
            return;
        }
        const qsizetype size = peek(1).isHighSurrogate() ? 2 : 1;
        m_at += peek(1 + size) == u'\'' ? size + 2 : 1;
    }

    bool skipRawString()
    {
        qsizetype at = m_at;
        const auto isOne = [&](char16_t letter) { return at < m_text.size() && m_text[at] == letter; };
        at += isOne(u'b') || isOne(u'c') ? 1 : 0;
        if (!isOne(u'r')) {
            return false;
        }
        ++at;
        const qsizetype hashes = at;
        while (isOne(u'#')) {
            ++at;
        }
        if (!isOne(u'"')) {
            return false;
        }
        const QString close = u'"' + QString(at - hashes, u'#');
        const qsizetype end = m_text.indexOf(close, at + 1);
        m_at = end < 0 ? m_text.size() : end + close.size();
        return true;
    }

    QStringView skipWord()
    {
        const qsizetype start = m_at;
        while (m_at < m_text.size() && isNamePart(m_text[m_at])) {
            ++m_at;
        }
        return QStringView(m_text).sliced(start, m_at - start);
    }

    void takeName()
    {
        const qsizetype start = m_at;
        const QStringView name = skipWord();
        const bool isPrint = name == u"println" || name == u"print";
        if ((!isPrint && name != u"dbg") || m_testDepth >= 0) {
            return;
        }
        qsizetype at = m_at;
        while (at < m_text.size() && m_text[at].isSpace()) {
            ++at;
        }
        if (at + 1 >= m_text.size() || m_text[at] != u'!' || m_text[at + 1] == u'=' || isOfAnother(start)) {
            return;
        }
        isPrint ? addPrint(start, name.toString()) : addDebug(start, at + 1);
    }

    /// `mine::println!`, `macro_rules! println` has no sign behind it.
    [[nodiscard]] bool isOfAnother(qsizetype start) const
    {
        const QStringView before = QStringView(m_text).first(start);
        return before.endsWith(u"::") && !before.endsWith(u"std::");
    }

    void takeAttribute()
    {
        const qsizetype start = m_at;
        int depth = 0;
        for (; m_at < m_text.size(); ++m_at) {
            if (skipQuiet()) {
                --m_at;
                continue;
            }
            depth += peek() == u'[' ? 1 : peek() == u']' ? -1 : 0;
            if (peek() == u']' && depth == 0) {
                break;
            }
        }
        ++m_at;
        const QString words = m_text.sliced(start, std::min(m_at, m_text.size()) - start).simplified().remove(u' ');
        m_isTest = m_isTest || words == u"#[test]" || words.endsWith(u"::test]") || words.contains(u"::test(") ||
                   words == u"#[cfg(test)]" || words.startsWith(u"#[cfg(all(test,");
    }

    void takeSign(QChar c)
    {
        if (c == u'{') {
            if (std::exchange(m_isTest, false) && m_testDepth < 0) {
                m_testDepth = m_depth;
            }
            ++m_depth;
        } else if (c == u'}') {
            --m_depth;
            if (m_depth <= m_testDepth) {
                m_testDepth = -1;
            }
        } else if (c == u';') {
            m_isTest = false; // of an item without a body
        }
        ++m_at;
    }

    void addPrint(qsizetype at, const QString &name)
    {
        Diagnostic &found = add(at, name.size() + 1,
                                tr("`%1!` writes to standard output, which the platform does not keep: the log of a "
                                   "call has what is written to standard error.")
                                    .arg(name));
        found.code = diagnosticCode::standardOutput;
        found.suggestions << DiagnosticSuggestion{.message = tr("write `e%1!` instead").arg(name),
                                                  .isCertain = true,
                                                  .edits = {edit(at, 0, QStringLiteral("e"))}};
        found.help = found.suggestions.front().message;
    }

    void addDebug(qsizetype at, qsizetype open)
    {
        Diagnostic &found =
            add(at, open - at, tr("`dbg!` is for debugging: it writes the value to the log of every call."));
        found.code = diagnosticCode::debugOutput;
        const qsizetype close = m_text[open] == u'(' ? closeOf(open) : -1;
        const QString argument = close < 0 ? QString() : m_text.sliced(open + 1, close - open - 1);
        if (argument.trimmed().isEmpty() || argument.contains(u'\n')) {
            return;
        }
        static constexpr QStringView plain = u"_.&*";
        const bool isPlain = std::ranges::all_of(argument, [](QChar c) { return isNamePart(c) || plain.contains(c); });
        DiagnosticSuggestion suggestion{.message = tr("keep the value alone"), .edits = {}};
        suggestion.edits << edit(at, open - at + (isPlain ? 1 : 0), {});
        if (isPlain) {
            suggestion.edits << edit(close, 1, {});
        }
        found.suggestions << suggestion;
        found.help = suggestion.message;
    }

    /// Of a parenthesis around one expression; -1 for none.
    [[nodiscard]] qsizetype closeOf(qsizetype open)
    {
        const qsizetype before = std::exchange(m_at, open);
        int depth = 0;
        qsizetype close = -1;
        while (m_at < m_text.size()) {
            if (skipQuiet()) {
                continue;
            }
            const QChar c = peek();
            depth += QStringView(u"([{").contains(c) ? 1 : QStringView(u")]}").contains(c) ? -1 : 0;
            if (depth == 0 || (depth == 1 && c == u',')) {
                close = c == u')' ? m_at : -1;
                break;
            }
            ++m_at;
        }
        m_at = before;
        return close;
    }

    struct Place
    {
        int line;
        int column;
    };

    [[nodiscard]] Place placeOf(qsizetype at)
    {
        for (; m_lineAt < at; ++m_lineAt) { // places are asked for nearly in their order
            if (m_text[m_lineAt] == u'\n') {
                ++m_line;
                m_lineStart = m_lineAt + 1;
            }
        }
        const QStringView before = QStringView(m_text).sliced(m_lineStart, at - m_lineStart);
        return {m_line, static_cast<int>(before.toUcs4().size()) + 1};
    }

    Diagnostic &add(qsizetype at, qsizetype length, const QString &message)
    {
        const Place place = placeOf(at);
        m_found << Diagnostic{.severity = Severity::Note,
                              .message = message,
                              .file = m_file,
                              .line = place.line,
                              .column = place.column,
                              .endLine = place.line,
                              .endColumn = place.column + static_cast<int>(length),
                              .help = {}};
        return m_found.back();
    }

    DiagnosticEdit edit(qsizetype at, qsizetype length, const QString &text)
    {
        const Place place = placeOf(at);
        const qsizetype end = m_text.indexOf(u'\n', m_lineStart);
        QString line = m_text.sliced(m_lineStart, (end < 0 ? m_text.size() : end) - m_lineStart);
        if (line.endsWith(u'\r')) {
            line.chop(1);
        }
        return {.file = m_file,
                .line = place.line,
                .column = place.column,
                .endLine = place.line,
                .endColumn = place.column + static_cast<int>(length),
                .text = text,
                .sourceLines = line};
    }

    const QString &m_file;
    const QString &m_text;
    QList<Diagnostic> m_found;
    qsizetype m_at = 0;
    int m_depth = 0;
    int m_testDepth = -1;  ///< of the braces around code of tests; -1 for none
    bool m_isTest = false; ///< the item that comes is of tests
    qsizetype m_lineAt = 0;
    qsizetype m_lineStart = 0;
    int m_line = 1;
};

/// Of the files that are not open.
QHash<QString, QString> textsBelow(const QString &folder, const QSet<QString> &without)
{
    QHash<QString, QString> texts;
    QDirIterator files(folder, {QStringLiteral("*.rs")}, QDir::Files | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (files.hasNext() && texts.size() < maxPrintFiles) {
        const QString path = files.next();
        if (!without.contains(path) && files.fileInfo().size() <= maxPrintText) {
            if (const auto read = readDocument(path)) {
                texts.insert(path, read->text);
            }
        }
    }
    return texts;
}

} // namespace

QList<Diagnostic> printProblems(const QString &file, const QString &text)
{
    return text.size() > maxPrintText ? QList<Diagnostic>() : PrintScan(file, text).scan();
}

DiagnosticPrints::DiagnosticPrints(Workspace *workspace, QObject *parent) : QObject(parent), m_workspace(workspace)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(printPause);
    connect(&m_pause, &QTimer::timeout, this, &DiagnosticPrints::checkOpen);
    const DocumentStore *const documents = workspace->documents();
    connect(documents, &DocumentStore::documentOpened, this, &DiagnosticPrints::schedule);
    connect(documents, &DocumentStore::documentChanged, this, &DiagnosticPrints::schedule);
    connect(documents, &DocumentStore::documentClosed, this, &DiagnosticPrints::schedule);
    connect(workspace->output(), &BuildOutput::ended, this, [this] { detach(checkAll()); });
    connect(workspace, &Workspace::opened, this, [this] {
        ++m_generation;
        m_waiting.clear();
    });
}

QString DiagnosticPrints::fileOf(const QString &path) const
{
    const QString source = m_workspace->folder() + QStringLiteral("/src/");
    const bool isOurs = m_workspace->isOpen() && path.startsWith(source) && path.endsWith(QLatin1String(".rs")) &&
                        !path.startsWith(source + QStringLiteral("bin/"));
    return isOurs ? path.sliced(m_workspace->folder().size() + 1) : QString();
}

void DiagnosticPrints::schedule(const QString &path)
{
    if (!fileOf(path).isEmpty()) {
        m_waiting.insert(path);
        m_pause.start();
    }
}

void DiagnosticPrints::checkOpen()
{
    for (const QString &path : std::exchange(m_waiting, {})) {
        const QString file = fileOf(path);
        if (!file.isEmpty()) {
            const QString text = m_workspace->documents()->text(path, maxPrintText).value_or(QString());
            m_workspace->diagnostics()->replace(DiagnosticList::Source::Output, file, printProblems(file, text));
        }
    }
}

QCoro::Task<void> DiagnosticPrints::checkAll()
{
    const int generation = ++m_generation;
    QSet<QString> open;
    for (const QString &path : m_workspace->documents()->openPaths()) {
        open.insert(path);
        schedule(path);
    }
    const auto texts = co_await whileAlive(
        this, onWorker([folder = m_workspace->folder() + QStringLiteral("/src"),
                        open]() -> Result<QHash<QString, QString>> { return textsBelow(folder, open); }));
    if (!texts || generation != m_generation) {
        co_return;
    }
    QStringList paths = texts->keys();
    std::ranges::sort(paths);
    for (const QString &path : std::as_const(paths)) {
        const QString file = fileOf(path);
        const bool isClosed = !m_workspace->documents()->isOpen(path);
        if (!file.isEmpty() && isClosed) {
            m_workspace->diagnostics()->replace(DiagnosticList::Source::Output, file,
                                                printProblems(file, texts->value(path)));
        }
    }
}

} // namespace studio
