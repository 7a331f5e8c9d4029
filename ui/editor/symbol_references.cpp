// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/symbol_references.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/lsp/lsp_client.h"
#include "core/lsp/lsp_document.h"
#include "core/workspace/document_text.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/language_features.h"
#include "ui/editor/references_peek.h"
#include "ui/editor/server_edits.h"
#include "ui/editor/symbol_navigation.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <tuple>

namespace studio {

namespace {

constexpr qsizetype maxReferenceLine = 240; ///< characters of a line that is shown

using Texts = QHash<QString, QByteArray>;

/// The line of a range, with where the use is in it.
Reference referenceAt(const QString &path, const TextRange &range, const QByteArray &line)
{
    const QString text = QString::fromUtf8(line);
    const auto indent = std::ranges::find_if_not(text, [](QChar c) { return c.isSpace(); }) - text.begin();
    const auto inText = [&](int byte) {
        const QByteArrayView before = QByteArrayView(line).first(std::clamp<qsizetype>(byte, 0, line.size()));
        return QString::fromUtf8(before).size() - indent;
    };
    const qsizetype from = inText(range.start.byte);
    const bool isOneLine = range.end.line == range.start.line;
    return {.path = path,
            .place = range.start,
            .line = text.sliced(indent).left(maxReferenceLine).trimmed(),
            .from = static_cast<int>(from),
            .length = isOneLine ? static_cast<int>(inText(range.end.byte) - from) : 0};
}

/// Texts of files that are not open are read; one that cannot be is left out. On a worker.
QList<Reference> readReferences(const lsp::Locations &locations, Texts texts, lsp::PositionEncoding encoding)
{
    QList<Reference> found;
    QString lastPath;
    lsp::LspDocument document;
    QList<QByteArray> lines;
    for (const lsp::LocationLink &location : locations) {
        const QString path = lsp::LspClient::path(location.uri);
        if (path != lastPath) {
            lastPath = path;
            if (!texts.contains(path)) {
                const auto onDisk = readDocument(path);
                texts.insert(path, onDisk ? onDisk->utf8 : QByteArray());
            }
            document = lsp::LspDocument({}, texts.value(path));
            lines = texts.value(path).split('\n');
        }
        if (location.selection.start.line < lines.size() && !texts.value(path).isEmpty()) {
            found << referenceAt(path, document.toTextRange(location.selection, encoding),
                                 lines[location.selection.start.line]);
        }
    }
    return found;
}

/// By file and place, each once: servers have no order.
lsp::Locations sorted(lsp::Locations locations)
{
    const auto order = [](const lsp::LocationLink &one) { return std::tie(one.uri, one.selection.start); };
    std::ranges::sort(locations, {}, order);
    const auto [first, last] = std::ranges::unique(locations, {}, order);
    locations.erase(first, last);
    return locations;
}

} // namespace

SymbolReferences::SymbolReferences(EditorTabs *tabs, LanguageFeatures *features)
    : QObject(features), m_tabs(tabs), m_features(features)
{
}

ReferencesPeek *SymbolReferences::peek() const
{
    return m_peek;
}

void SymbolReferences::show()
{
    CodeEditor *const editor = m_tabs->current();
    if (!editor) {
        return;
    }
    if (!m_features->isReadyFor(editor)) {
        m_features->showCaretNotice(tr("The language server is not ready, so references cannot be found yet."));
        return;
    }
    const int position = editor->caretPosition();
    const auto [from, to] = editor->wordAt(position);
    if (from >= to) {
        m_features->showCaretNotice(tr("There is no symbol at the caret."));
        return;
    }
    const Question question{.editor = editor, .position = position, .word = editor->text(from, to)};
    m_call = m_features->client()->references(m_features->pathOf(editor), editor->placeOf(position),
                                              [this, question](const Result<lsp::Locations> &locations) {
                                                  if (locations) {
                                                      detach(take(question, *locations));
                                                  } else {
                                                      m_features->edits()->tell(locations.error());
                                                  }
                                              });
}

QCoro::Task<void> SymbolReferences::take(Question question, lsp::Locations locations)
{
    locations = sorted(std::move(locations));
    const qsizetype count = locations.size();
    locations.resize(std::min(count, maxReferences));
    Texts texts;
    for (const QString &path : m_tabs->openPaths()) {
        texts.insert(path, m_tabs->editorOf(path)->text().toUtf8());
    }
    const auto encoding = m_features->client() ? m_features->client()->encoding() : lsp::PositionEncoding::Utf16;
    const QList<Reference> references = co_await whileAlive(
        this, onWorker([all = std::move(locations), texts, encoding] { return readReferences(all, texts, encoding); }));
    const bool isHere = question.editor && question.editor == m_tabs->current() &&
                        question.editor->caretPosition() == question.position;
    if (isHere) { // else the person is elsewhere by now
        list(question, references, count);
    }
}

QString SymbolReferences::titleOf(const QString &word, const QList<Reference> &references, qsizetype count) const
{
    QSet<QString> files;
    for (const Reference &one : references) {
        files.insert(one.path);
    }
    if (count > maxReferences) {
        return tr("References to “%1”: the first %2 of %3").arg(word).arg(maxReferences).arg(count);
    }
    return count == 1 ? tr("1 reference to “%1”").arg(word)
           : files.size() == 1
               ? tr("%n references to “%1” in 1 file", nullptr, static_cast<int>(references.size())).arg(word)
               : tr("%1 references to “%2” in %3 files").arg(references.size()).arg(word).arg(files.size());
}

void SymbolReferences::list(const Question &question, const QList<Reference> &references, qsizetype count)
{
    if (references.isEmpty()) {
        m_features->showCaretNotice(tr("No references to “%1” are known.").arg(question.word));
        return;
    }
    if (m_peek) {
        m_peek->close();
    }
    CodeEditor *const editor = question.editor;
    m_peek = new ReferencesPeek(titleOf(question.word, references, count), m_features->client()->rootFolder(),
                                references, editor);
    connect(m_peek, &ReferencesPeek::chosen, this, [this, references](int index) {
        m_features->navigation()->jump({references.at(index).path, references.at(index).place});
    });
    connect(editor, &CodeEditor::changed, m_peek, &ReferencesPeek::close);
    const int line = editor->placeOf(question.position).line;
    const auto isHere = [&](const Reference &one) {
        return one.path == m_features->pathOf(editor) && one.place.line == line;
    };
    const auto here = std::ranges::find_if(references, isHere);
    m_peek->showAt(editor->areaOf(question.position, question.position),
                   here == references.end() ? 0 : static_cast<int>(here - references.begin()));
}

} // namespace studio
