// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/completion_assist.h"

#include "core/lsp/snippet.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/completion_model.h"
#include "ui/editor/completion_popup.h"
#include "ui/editor/editor_edits.h"
#include "ui/editor/language_features.h"
#include "ui/editor/snippet_session.h"

#include <QKeyEvent>

#include <algorithm>

namespace studio {

namespace {

using Base = QsciScintillaBase;

constexpr std::chrono::milliseconds explainDelay{60};

/// The lines behind the first get the indentation of the line that they are inserted in.
QString indented(QString text, const QString &indentation)
{
    return text.replace(QLatin1Char('\n'), QLatin1Char('\n') + indentation);
}

} // namespace

CompletionAssist::CompletionAssist(CodeEditor *editor, LanguageFeatures *features)
    : QObject(editor), m_editor(editor), m_features(features), m_snippet(new SnippetSession(editor))
{
    m_again.setSingleShot(true);
    m_explain.setSingleShot(true);
    m_explain.setInterval(explainDelay);
    connect(&m_again, &QTimer::timeout, this, &CompletionAssist::askAgain);
    connect(&m_explain, &QTimer::timeout, this, [this] {
        if (isShown()) {
            resolve(m_popup->currentRow());
        }
    });
    connect(editor, &Base::SCN_CHARADDED, this, &CompletionAssist::takeTyped);
    connect(editor, &QsciScintilla::cursorPositionChanged, this, &CompletionAssist::narrow);
    connect(editor, &CodeEditor::changed, this,
            &CompletionAssist::narrow); // the caret is told of with the next paint only
    connect(features, &LanguageFeatures::sourcesChanged, this, &CompletionAssist::dropSource);
    editor->installEventFilter(this);
}

CompletionAssist::~CompletionAssist() = default;

void CompletionAssist::dropSource()
{
    m_call.cancel();
    m_resolve.cancel();
    m_imports.cancel();
    hide();
    m_source = nullptr;
}

CompletionPopup *CompletionAssist::popup()
{
    if (!m_popup) {
        m_popup = new CompletionPopup(m_editor);
        connect(m_popup, &CompletionPopup::currentChanged, this, &CompletionAssist::showDocumentation);
        connect(m_popup, &CompletionPopup::chosen, this, &CompletionAssist::accept);
    }
    return m_popup;
}

bool CompletionAssist::isShown() const
{
    return m_popup && m_popup->isVisible();
}

int CompletionAssist::caret() const
{
    return m_editor->caretPosition();
}

QString CompletionAssist::textBetween(int from, int to) const
{
    return to > from ? m_editor->text(from, to) : QString();
}

bool CompletionAssist::isName(const QString &text) const
{
    return std::ranges::all_of(text, [this](QChar c) { return m_source && m_source->isOfName(c); });
}

int CompletionAssist::nameStart(int position) const
{
    const int start = position - m_editor->placeOf(position).byte;
    const QString before = textBetween(start, position);
    qsizetype at = before.size();
    while (at > 0 && m_source && m_source->isOfName(before[at - 1])) {
        --at;
    }
    return start + static_cast<int>(before.first(at).toUtf8().size());
}

void CompletionAssist::takeTyped(int character)
{
    narrow(); // else it comes with the caret only, which is told of later
    if (m_isInserting || isShown()) {
        return;
    }
    m_source = m_features->sourceOf(m_editor);
    if (!m_source) {
        return;
    }
    const auto typed = static_cast<char32_t>(character);
    const QString text = QString::fromUcs4(&typed, 1);
    if (m_source->completionTriggers().contains(text)) {
        askWithoutName(text);
    } else if (m_source->isOfName(text.front()) && m_source->asksAfter(text.front(), caret() - nameStart(caret()))) {
        ask({});
    }
}

void CompletionAssist::request()
{
    askWithoutName({});
}

void CompletionAssist::askWithoutName(const QString &trigger)
{
    m_needsNoName = true;
    ask(trigger);
}

/// For the same name only: the caret may have left it meanwhile, and nothing was asked for where it is now.
void CompletionAssist::askAgain()
{
    if (nameStart(caret()) == m_askedAt && mayShow()) {
        ask({});
    }
}

bool CompletionAssist::mayShow() const
{
    return m_needsNoName || nameStart(caret()) < caret();
}

void CompletionAssist::ask(const QString &trigger)
{
    m_source = m_features->sourceOf(m_editor);
    if (!m_source || m_editor->isReadOnly()) {
        return;
    }
    connect(m_source, &lsp::AnswerSource::answersChanged, this, &CompletionAssist::askForMore, Qt::UniqueConnection);
    m_anchor = m_askedAt = nameStart(caret());
    m_call = m_source->complete(m_features->pathOf(m_editor), m_editor->placeOf(caret()), trigger,
                                [this](const Result<lsp::CompletionList> &list) { take(list); });
}

void CompletionAssist::take(const Result<lsp::CompletionList> &list)
{
    if (!list) {
        const bool wasTypedOn =
            list.error().code == ErrorCode::Cancelled && caret() > m_anchor && isName(textBetween(m_anchor, caret()));
        if (wasTypedOn && m_editor->hasFocus()) {
            m_again.start(0);
        } else {
            hide();
        }
        return;
    }
    if (list->anchor) {
        m_anchor =
            m_editor->positionAt(m_source->rangeIn(m_features->pathOf(m_editor), {*list->anchor, *list->anchor}).start);
    }
    const QString typed = textBetween(m_anchor, caret());
    if (caret() < m_anchor || !isName(typed) || !mayShow() || !m_editor->hasFocus()) {
        hide();
        return;
    }
    m_isIncomplete = list->isIncomplete;
    CompletionModel *const model = popup()->model();
    const QString selected =
        isShown() && m_popup->currentRow() > 0 ? model->item(m_popup->currentRow()).label : QString();
    model->setTyped(typed);
    model->setItems(list->items);
    if (model->rowCount() == 0) {
        hide();
        return;
    }
    const QRect anchor = m_editor->areaOf(m_anchor, m_anchor);
    m_popup->showAt({m_editor->mapToGlobal(anchor.topLeft()), anchor.size()});
    for (int row = 1; !selected.isEmpty() && row < model->rowCount(); ++row) {
        if (model->item(row).label == selected) {
            m_popup->select(row); // it was chosen by the arrow keys, and the list has grown
            break;
        }
    }
}

/// What is shown may be more by now.
void CompletionAssist::askForMore()
{
    if (isShown() && sender() == m_source) {
        ask({});
    }
}

/// The list follows what is typed, and goes where the caret leaves the name.
void CompletionAssist::narrow()
{
    if (m_isInserting) {
        return;
    }
    m_needsNoName = m_needsNoName && nameStart(caret()) == m_askedAt;
    if (!isShown()) {
        return;
    }
    const QString typed = textBetween(m_anchor, caret());
    if (caret() < m_anchor || !isName(typed) || !mayShow()) {
        m_call.cancel();
        m_again.stop();
        hide();
        return;
    }
    if (typed == m_popup->model()->typed()) {
        return;
    }
    if (m_isIncomplete) {
        m_again.start(0);
    }
    m_popup->model()->setTyped(typed);
    if (m_popup->model()->rowCount() == 0) {
        hide();
    } else {
        m_popup->select(0);
    }
}

void CompletionAssist::hide()
{
    m_explain.stop();
    if (m_popup) {
        m_popup->hideAll();
    }
}

bool CompletionAssist::eventFilter(QObject *object, QEvent *event)
{
    const bool isOurs = isShown() || m_snippet->isActive();
    if (isOurs && event->type() == QEvent::ShortcutOverride &&
        static_cast<const QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        event->accept(); // else it is the window's
        return true;
    }
    if (isOurs && event->type() == QEvent::KeyPress && handleKey(*static_cast<const QKeyEvent *>(event))) {
        return true;
    }
    if (event->type() == QEvent::FocusOut) {
        hide();
    }
    return QObject::eventFilter(object, event);
}

bool CompletionAssist::handleKey(const QKeyEvent &event)
{
    const int key = event.key();
    narrow(); // a key is never for a list that the caret has left
    if (isShown() && m_popup->handleKey(event)) {
        return true;
    }
    if (isShown() && m_popup->currentRow() >= 0 && !event.text().isEmpty() && caret() > m_anchor) {
        const lsp::CompletionItem &item = m_popup->model()->item(m_popup->currentRow());
        if (item.commitCharacters.contains(event.text())) {
            accept(m_popup->currentRow()); // and the character is typed
        }
        return false;
    }
    if (m_snippet->isActive() && (key == Qt::Key_Tab || key == Qt::Key_Backtab)) {
        m_snippet->goOn(key == Qt::Key_Tab ? 1 : -1);
        return true;
    }
    if (m_snippet->isActive() && key == Qt::Key_Escape) {
        m_snippet->end();
        return true;
    }
    return false;
}

void CompletionAssist::showDocumentation(int row)
{
    if (row < 0 || row >= m_popup->model()->rowCount()) {
        return;
    }
    const lsp::CompletionItem &item = m_popup->model()->item(row);
    if (!item.documentation.value.isEmpty()) {
        m_popup->showDocumentation(item.documentation, item.detail);
    } else {
        m_explain.start();
    }
}

void CompletionAssist::resolve(int row)
{
    if (!m_source || row < 0) {
        return;
    }
    const QString label = m_popup->model()->item(row).label;
    m_resolve =
        m_source->resolveItem(m_popup->model()->item(row), [this, row, label](const Result<lsp::CompletionItem> &item) {
            const bool isThere = isShown() && m_popup->currentRow() == row &&
                                 m_popup->model()->item(row).label == label; // it may have been narrowed
            if (item && isThere) {
                m_popup->model()->setResolved(row, *item);
            }
            if (isThere) { // else the one of another row would stay
                const lsp::CompletionItem &known = m_popup->model()->item(row);
                m_popup->showDocumentation(known.documentation, known.detail);
            }
        });
}

void CompletionAssist::accept(int row)
{
    if (row < 0 || !m_popup || row >= m_popup->model()->rowCount()) {
        return;
    }
    const lsp::CompletionItem item = m_popup->model()->item(row);
    hide();
    m_call.cancel();
    insert(item);
    if (item.completesOn) {
        askWithoutName({});
    } else if (item.additionalEdits.isEmpty() && m_source) { // it may have some that were not asked for yet
        m_imports = m_source->resolveItem(item, [this](const Result<lsp::CompletionItem> &whole) {
            if (whole && !whole->additionalEdits.isEmpty()) {
                apply(whole->additionalEdits, m_anchor);
            }
        });
    }
}

int CompletionAssist::apply(const lsp::TextEdits &edits, int before)
{
    QList<TextChange> changes;
    for (const lsp::TextEdit &edit : edits) {
        changes.append({m_source->rangeIn(m_features->pathOf(m_editor), edit.range), edit.newText.toUtf8()});
    }
    return applyEdits(m_editor, changes, before).value_or(0);
}

void CompletionAssist::insert(const lsp::CompletionItem &item)
{
    m_isInserting = true;
    const int line = m_editor->placeOf(m_anchor).line;
    const QString lineText = m_editor->text(line);
    const auto indentEnd = std::ranges::find_if_not(lineText, [](QChar c) { return c == u' ' || c == u'\t'; });
    const QString indentation = lineText.first(indentEnd - lineText.begin());
    lsp::Snippet snippet{.text = item.edit ? item.edit->newText : item.insertText, .stops = {}};
    if (item.isSnippet) {
        snippet = lsp::parseSnippet(indented(snippet.text, indentation));
    } else {
        snippet.text = indented(snippet.text, indentation);
    }
    int from = m_anchor;
    if (item.edit) {
        const TextRange range = m_source->rangeIn(m_features->pathOf(m_editor), item.edit->range);
        from = std::min(m_editor->positionAt(range.start), m_anchor);
    }
    int to = caret() + item.replacesBehind;
    m_editor->beginUndoAction();
    const int moved = apply(item.additionalEdits, from);
    from += moved;
    to += moved;
    const QByteArray text = snippet.text.toUtf8();
    m_editor->SendScintilla(Base::SCI_SETTARGETRANGE, static_cast<unsigned long>(from), static_cast<long>(to));
    m_editor->SendScintilla(Base::SCI_REPLACETARGET, static_cast<unsigned long>(text.size()), text.constData());
    m_editor->SendScintilla(Base::SCI_GOTOPOS, static_cast<unsigned long>(from + text.size()));
    m_editor->endUndoAction();
    m_anchor = from;
    m_snippet->begin(snippet, from);
    m_isInserting = false;
    Q_EMIT inserted(snippet.text);
}

void CompletionAssist::beginSnippet(const lsp::Snippet &snippet, int position)
{
    m_snippet->begin(snippet, position);
}

} // namespace studio
