// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/quick_open.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/search/file_ranking.h"
#include "core/search/fuzzy_match.h"
#include "core/search/project_files.h"
#include "core/workspace/navigation.h"
#include "core/workspace/workspace.h"
#include "ui/common/action_rows.h"
#include "ui/common/icons.h"

#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <functional>
#include <ranges>

namespace studio {

namespace {

constexpr qsizetype maxRows = 200;
constexpr qsizetype maxRecent = 50;

/// What a row stands for. Line and column count from 1; 0 for none.
struct OpenPlace
{
    QString path;
    int line = 0;
    int column = 0;
};

/// “path”, “:line” or “:line:column” at the end of what was typed.
struct TypedPlace
{
    QString path;
    int line = 0;
    int column = 0;
};

TypedPlace typedPlace(const QString &typed)
{
    static const QRegularExpression places(QStringLiteral("^(.*?)(?::(\\d{1,9}))?(?::(\\d{1,9}))?:?$"));
    const auto match = places.match(typed);
    return {match.captured(1), match.captured(2).toInt(), match.captured(3).toInt()};
}

/// The name first and the folder behind it, each with its own letters.
FinderRow fileRow(const RankedFile &file)
{
    const auto name = static_cast<int>(file.path.lastIndexOf(u'/')) + 1;
    FinderRow row{.title = file.path.sliced(name), .detail = file.path.left(std::max(0, name - 1))};
    for (const int place : file.places) {
        if (place >= name) {
            row.places << place - name;
        } else {
            row.detailPlaces << place;
        }
    }
    row.icon = icon(file.path.endsWith(QLatin1String(".rs"))   ? "text-rust"
                    : file.path.endsWith(QLatin1String(".md")) ? "text-markdown"
                                                               : "text-plain");
    return row;
}

/// Of what the symbol is.
const char *iconOf(const CodeSymbol &symbol)
{
    const QString kind = symbolKindName(symbol.kind);
    const auto isOneOf = [&](std::initializer_list<const char *> kinds) {
        return std::ranges::any_of(kinds, [&](const char *one) { return kind == QLatin1StringView(one); });
    };
    return kind == QLatin1String("fn")                        ? "code-function"
           : isOneOf({"field", "static", "const", "variant"}) ? "code-variable"
           : isOneOf({"struct", "enum", "trait", "impl"})     ? "code-class"
           : kind == QLatin1String("type")                    ? "code-typedef"
                                                              : "code-context";
}

} // namespace

QuickOpen::QuickOpen(QObject *parent) : QObject(parent) {}

void QuickOpen::setWorkspace(Workspace *workspace)
{
    m_files.clear();
    m_isListing = false;
    ++m_lastListing;
    m_hasDocumentSymbols = false;
    if (m_workspace == workspace) {
        return;
    }
    if (m_workspace) {
        m_workspace->navigation()->disconnect(this);
    }
    m_workspace = workspace;
    m_current.clear();
    if (workspace) {
        connect(workspace->navigation(), &Navigation::shownFileChanged, this, &QuickOpen::noteShown);
    }
}

QStringList QuickOpen::recent() const
{
    QStringList files;
    for (const QString &path : m_recent) {
        files << relative(path);
    }
    files.removeAll(QString());
    return files;
}

QString QuickOpen::relative(const QString &path) const
{
    const QString folder = m_workspace ? m_workspace->folder() + u'/' : QString();
    return !folder.isEmpty() && path.startsWith(folder) ? path.sliced(folder.size()) : QString();
}

void QuickOpen::noteShown(const QString &path)
{
    m_current = path;
    if (!path.isEmpty()) {
        m_recent.removeAll(path);
        m_recent.prepend(path);
        m_recent.resize(std::min(maxRecent, m_recent.size()));
        Q_EMIT recentChanged();
    }
}

void QuickOpen::addRecent(const QStringList &older)
{
    for (const QString &file : older) {
        m_recent.append(m_workspace->absolutePath(file));
    }
    m_recent.removeDuplicates();
    m_recent.resize(std::min(maxRecent, m_recent.size()));
}

void QuickOpen::open(QWidget *window, const QString &text)
{
    delete m_popup;
    m_hasDocumentSymbols = false;
    m_popup = new FinderPopup(tr("File, symbol or action"), window);
    m_popup->setNames(tr("A file, :line, @symbol in the file, #symbol in the project, or >action"), tr("Found"));
    connect(m_popup, &FinderPopup::typed, this, &QuickOpen::answer);
    connect(m_popup, &FinderPopup::chosen, this, &QuickOpen::choose);
    connect(m_popup, &QObject::destroyed, this, [this] { m_stop.request_stop(); });
    m_popup->openIn(window);
    detach(listFiles());
    m_popup->setText(text);
    answer(text);
}

QCoro::Task<void> QuickOpen::listFiles()
{
    if (!m_workspace || !m_workspace->isOpen()) {
        co_return;
    }
    const QString folder = m_workspace->folder();
    const int listing = ++m_lastListing;
    m_isListing = true;
    const auto files = co_await whileAlive(this, listProjectFiles(folder));
    if (listing != m_lastListing) {
        co_return; // the popup was opened again, or there is another project
    }
    m_isListing = false;
    m_listError = files ? QString() : files.error().message;
    const bool isSame = files && m_files == *files;
    m_files = files.value_or(m_files);
    if (m_popup && (!isSame || !m_popup->isAnswered())) {
        answer(m_popup->text());
    }
}

/// Each question ends the one before.
void QuickOpen::answer(const QString &typed)
{
    ++m_question;
    m_stop.request_stop();
    m_stop = std::stop_source();
    const QString rest = typed.mid(1).trimmed();
    switch (typed.isEmpty() ? u' ' : typed.front().unicode()) {
    case u'>':
        m_popup->setRows(actionRows(m_actions ? m_actions() : QList<QAction *>(), rest),
                         tr("No action of that name can be used now"));
        break;
    case u'@':
        detach(answerDocumentSymbols(rest));
        break;
    case u'#':
        detach(answerWorkspaceSymbols(rest));
        break;
    case u':':
        answerLine(typed);
        break;
    default:
        detach(answerFiles(typedPlace(typed).path.trimmed(), typed));
    }
}

void QuickOpen::answerLine(const QString &typed)
{
    const TypedPlace place = typedPlace(typed);
    QList<FinderRow> rows;
    if (place.line > 0 && !m_current.isEmpty()) {
        rows.append({.title = place.column > 0 ? tr("Line %1, column %2").arg(place.line).arg(place.column)
                                               : tr("Line %1").arg(place.line),
                     .detail = QFileInfo(m_current).fileName(),
                     .icon = icon("go-jump"),
                     .data = QVariant::fromValue(OpenPlace{m_current, place.line, place.column})});
    }
    m_popup->setRows(rows, m_current.isEmpty() ? tr("No file is open") : tr("Type the number of a line"));
}

QCoro::Task<void> QuickOpen::answerFiles(QString typed, QString whole)
{
    const int question = m_question;
    const auto work = [files = m_files, recent = recent(), typed,
                       stop = m_stop.get_token()]() -> Result<QList<RankedFile>> {
        return rankFiles(files, recent, typed, maxRows, stop);
    };
    const auto ranked = co_await whileAlive(this, onWorker(work));
    if (question != m_question || !m_popup || !m_workspace || !ranked) {
        co_return;
    }
    const TypedPlace place = typedPlace(whole);
    QList<FinderRow> rows;
    for (const RankedFile &file : *ranked) {
        rows << fileRow(file);
        rows.last().data =
            QVariant::fromValue(OpenPlace{m_workspace->absolutePath(file.path), place.line, place.column});
    }
    // Where nothing is typed the file before comes first: one is in the current one already.
    if (typed.isEmpty() && recent().size() > 1 && rows.size() > 1 && ranked->first().path == relative(m_current)) {
        rows.move(0, 1);
    }
    if (rows.isEmpty() && m_isListing) {
        m_popup->showWaiting(tr("Listing the files …"));
    } else {
        m_popup->setRows(rows, !m_listError.isEmpty() ? m_listError : tr("No file of that name"));
    }
}

QCoro::Task<void> QuickOpen::answerDocumentSymbols(QString typed)
{
    const int question = m_question;
    if (!m_hasDocumentSymbols) {
        CodeSymbols *const symbols = m_symbols ? m_symbols() : nullptr;
        const auto found = symbols && !m_current.isEmpty()
                               ? co_await whileAlive(this, symbols->inDocument(m_current, m_stop.get_token()))
                               : fail(ErrorCode::Unavailable, tr("No file is open"));
        if (question != m_question || !m_popup) {
            co_return;
        }
        if (!found) {
            showSymbolError(found.error());
            co_return;
        }
        m_documentSymbols = *found;
        m_hasDocumentSymbols = true;
    }
    showSymbols(m_documentSymbols, typed, false);
}

QCoro::Task<void> QuickOpen::answerWorkspaceSymbols(QString typed)
{
    const int question = m_question;
    CodeSymbols *const symbols = m_symbols ? m_symbols() : nullptr;
    if (typed.isEmpty() || !symbols) {
        m_popup->setRows({}, tr("Type the name of a symbol of the project"));
        co_return;
    }
    const auto found = co_await whileAlive(this, symbols->inWorkspace(typed, m_stop.get_token()));
    if (question != m_question || !m_popup) {
        co_return;
    }
    if (found) {
        showSymbols(*found, typed, true);
    } else {
        showSymbolError(found.error());
    }
}

/// Relative to the project; only the name where the project was opened by another way to its folder.
QString QuickOpen::pathText(const QString &path) const
{
    const QString own = relative(path);
    return own.isEmpty() ? QFileInfo(path).fileName() : own;
}

void QuickOpen::showSymbolError(const Error &error)
{
    m_popup->setRows({}, error.message);
}

/// Symbols of a file stay in its order until something is typed; then the better ones come first.
void QuickOpen::showSymbols(const QList<CodeSymbol> &symbols, const QString &typed, bool withPath)
{
    QList<std::pair<int, FinderRow>> ranked;
    for (const CodeSymbol &symbol : symbols) {
        const auto match = fuzzyMatch(typed, symbol.name);
        if (!match && !withPath) {
            continue; // the server found those of the project
        }
        FinderRow row{.title = symbol.name, .detail = symbol.container};
        row.places = match ? match->places : QList<int>();
        row.trailing = withPath ? pathText(symbol.path) : tr("Line %1").arg(symbol.selection.start.line + 1);
        row.icon = icon(iconOf(symbol));
        const TextPlace name = symbol.selection.start;
        row.data = QVariant::fromValue(
            OpenPlace{symbol.path.isEmpty() ? m_current : symbol.path, name.line + 1, name.byte + 1});
        ranked.append({match && !typed.isEmpty() ? match->score : 0, row});
    }
    std::ranges::stable_sort(ranked, std::greater(), [](const auto &one) { return one.first; });
    QList<FinderRow> rows;
    for (const auto &one : ranked | std::views::take(maxRows)) {
        rows << one.second;
    }
    m_popup->setRows(rows, tr("No symbol of that name"));
}

void QuickOpen::choose(const QVariant &data)
{
    if (triggerAction(data) || !m_workspace || !data.canConvert<OpenPlace>()) {
        return;
    }
    const auto place = data.value<OpenPlace>();
    m_workspace->navigation()->openLocation(place.path, place.line, place.column);
    m_workspace->navigation()->requestEditorFocus(); // also where the file is shown already
}

} // namespace studio
