// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/code_action_assist.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/lsp/lsp_client.h"
#include "ui/common/theme.h"
#include "ui/editor/code_action_menu.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/language_features.h"
#include "ui/editor/marker_pictures.h"
#include "ui/editor/server_edits.h"
#include "ui/editor/symbol_rename.h"

#include <QEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace studio {

namespace {

using Base = QsciScintillaBase;

constexpr int lampMargin = 2; ///< between the numbers and the text

/// A bulb with its socket, in units of MarkerPictures.
void drawLamp(QPainter &painter, const QColor &color)
{
    QPainterPath bulb;
    bulb.moveTo(6, 11.5);
    bulb.cubicTo(6, 9.5, 3.5, 9, 3.5, 6);
    bulb.cubicTo(3.5, 0.5, 12.5, 0.5, 12.5, 6);
    bulb.cubicTo(12.5, 9, 10, 9.5, 10, 11.5);
    bulb.closeSubpath();
    QColor light = color;
    light.setAlpha(70);
    painter.setPen(QPen(color, 1.3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(light);
    painter.drawPath(bulb);
    painter.drawLine(QPointF(6.3, 13.3), QPointF(9.7, 13.3));
    painter.drawLine(QPointF(7, 15), QPointF(9, 15));
}

bool isFix(const lsp::CodeAction &action)
{
    return action.kind.startsWith(QLatin1String("quickfix"));
}

/// The server passes on what the compiler suggests with the places of the text that was checked, and without the
/// version that its own edits have.
bool isOfCompiler(const lsp::CodeAction &action)
{
    return action.edit && std::ranges::any_of(action.edit->files, [](const lsp::FileEdit &file) {
               return !file.edits.isEmpty() && !file.version;
           });
}

} // namespace

CodeActionAssist::CodeActionAssist(CodeEditor *editor, LanguageFeatures *features)
    : QObject(editor)
    , m_editor(editor)
    , m_features(features)
    , m_fixMarker(editor->ownMarker(CodeEditor::fixMarker, CodeEditor::secondFixMarker))
    , m_refactoringMarker(editor->ownMarker(CodeEditor::refactoringMarker, CodeEditor::secondRefactoringMarker))
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(restTime);
    connect(&m_rest, &QTimer::timeout, this, &CodeActionAssist::ask);
    connect(editor, &CodeEditor::changed, this, [this] {
        ++m_text;
        outdate();
    });
    connect(features, &LanguageFeatures::checked, this, [this] {
        if (!m_isWanted && !m_menu) {
            m_asked = {.text = -1}; // there may be other fixes for the same text
            outdate();
        }
    });
    connect(features, &LanguageFeatures::diagnosticsChanged, this, [this](const QString &path) {
        const bool mayHaveFix = m_isKnown && !hasFix() && !m_menu && here() == m_asked;
        if (mayHaveFix && path == m_features->pathOf(m_editor)) {
            ask(); // the lamp stays meanwhile
        }
    });
    connect(editor, &QsciScintilla::cursorPositionChanged, this, &CodeActionAssist::outdate);
    connect(editor, &QsciScintilla::selectionChanged, this, &CodeActionAssist::outdate);
    connect(editor, &QsciScintilla::marginClicked, this, [this](int margin, int line, Qt::KeyboardModifiers) {
        if (margin == lampMargin && hasLamp() && line == m_editor->markerLine(m_lamp)) {
            m_editor->setFocus();
            showMenu();
        }
    });
    editor->setMarginWidth(lampMargin, MarkerPictures::size + 2);
    editor->setMarginMarkerMask(lampMargin,
                                editor->marginMarkerMask(lampMargin) | (1 << m_fixMarker) | (1 << m_refactoringMarker));
    editor->setMarginSensitivity(lampMargin, true);
    editor->installEventFilter(this);
    auto *const pictures = new MarkerPictures(editor, lampMargin);
    pictures->set(m_fixMarker, [](QPainter &painter) { drawLamp(painter, Theme::current().warning); });
    pictures->set(m_refactoringMarker, [](QPainter &painter) { drawLamp(painter, Theme::current().muted); });
}

bool CodeActionAssist::hasFix() const
{
    return hasLamp() && std::ranges::any_of(m_actions, isFix);
}

CodeActionMenu *CodeActionAssist::menu() const
{
    return m_menu;
}

CodeActionAssist::Place CodeActionAssist::here() const
{
    return {m_text, static_cast<int>(m_editor->SendScintilla(Base::SCI_GETSELECTIONSTART)),
            static_cast<int>(m_editor->SendScintilla(Base::SCI_GETSELECTIONEND))};
}

/// The editor tells where its caret is with the next paint only, by when it may have been asked about.
void CodeActionAssist::outdate()
{
    if (here() == m_asked) {
        return;
    }
    m_asked = {.text = -1};
    m_call.cancel();
    m_isKnown = false;
    m_isWanted = false;
    hideLamp();
    m_rest.start();
}

void CodeActionAssist::ask()
{
    m_rest.stop();
    if (!m_features->isReadyFor(m_editor) || !m_editor->hasFocus() || m_editor->isReadOnly()) {
        m_isWanted = false;
        return;
    }
    const QString path = m_features->pathOf(m_editor);
    m_asked = here();
    m_isKnown = false;
    const TextRange range{m_editor->placeOf(m_asked.from), m_editor->placeOf(m_asked.to)};
    m_call = m_features->client()->codeActions(path, range, m_features->diagnosticsAt(path, range),
                                               [this](const Result<lsp::CodeActions> &actions) { take(actions); });
}

void CodeActionAssist::take(const Result<lsp::CodeActions> &actions)
{
    const bool isComplete = !actions || m_asked.from != m_asked.to || std::ranges::any_of(*actions, isFix);
    if (isComplete || !askForLine(*actions)) {
        show(actions);
    }
}

/// What fixes the problem next to the caret in its line, where the caret itself is on none that has a fix.
bool CodeActionAssist::askForLine(const lsp::CodeActions &atCaret)
{
    const QString path = m_features->pathOf(m_editor);
    const TextPlace caret = m_editor->placeOf(m_asked.from);
    const TextPlace begin{caret.line, 0};
    const auto end = static_cast<int>(m_editor->SendScintilla(Base::SCI_GETLINEENDPOSITION, word(caret.line)));
    const QList<lsp::Diagnostic> found = m_features->diagnosticsAt(path, {begin, m_editor->placeOf(end)});
    if (found.isEmpty()) {
        return false;
    }
    const auto startOf = [&](const lsp::Diagnostic &one) {
        return std::max(begin, m_features->client()->textRange(path, one.range).start);
    };
    const lsp::Diagnostic next = *std::ranges::min_element(
        found, {}, [&](const lsp::Diagnostic &one) { return std::abs(startOf(one).byte - caret.byte); });
    m_call = m_features->client()->codeActions(path, {startOf(next), startOf(next)}, {next},
                                               [this, atCaret](const Result<lsp::CodeActions> &ofLine) {
                                                   lsp::CodeActions all = atCaret;
                                                   if (ofLine) {
                                                       std::ranges::copy_if(*ofLine, std::back_inserter(all), isFix);
                                                   }
                                                   show(all);
                                               });
    return true;
}

void CodeActionAssist::show(const Result<lsp::CodeActions> &actions)
{
    const bool isWanted = std::exchange(m_isWanted, false);
    if (!actions) {
        if (isWanted) {
            m_features->edits()->tell(actions.error());
        }
        return;
    }
    m_actions = *actions;
    if (m_features->isCheckOutdated(m_features->pathOf(m_editor))) {
        m_actions.removeIf(isOfCompiler);
    }
    m_isKnown = true;
    hideLamp();
    if (!m_actions.isEmpty()) {
        showLamp(m_editor->placeOf(m_editor->caretPosition()).line);
    }
    if (isWanted) {
        popUp();
    }
}

void CodeActionAssist::showLamp(int line)
{
    m_lamp = m_editor->markerAdd(line, std::ranges::any_of(m_actions, isFix) ? m_fixMarker : m_refactoringMarker);
}

void CodeActionAssist::hideLamp()
{
    if (hasLamp()) {
        m_editor->markerDeleteHandle(std::exchange(m_lamp, -1));
    }
}

void CodeActionAssist::showMenu()
{
    if (m_isKnown && here() == m_asked) {
        popUp();
        return;
    }
    if (!m_features->isReadyFor(m_editor)) {
        m_features->showCaretNotice(tr("The language server is not ready, so nothing can be offered yet."));
        return;
    }
    if (m_editor->isReadOnly()) {
        m_features->showCaretNotice(tr("The file is read-only, so nothing can be changed here."));
        return;
    }
    m_isWanted = true;
    ask();
}

void CodeActionAssist::popUp()
{
    if (!m_editor->hasFocus()) {
        return; // asked for, and left meanwhile
    }
    if (m_actions.isEmpty()) {
        m_features->showCaretNotice(tr("There is nothing to fix or to refactor here."));
        return;
    }
    m_menu = new CodeActionMenu(m_actions, m_editor);
    m_menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_menu, &CodeActionMenu::chosen, this,
            [this, actions = m_actions](int index) { choose(actions.at(index)); });
    const QRect caret = m_editor->areaOf(m_editor->caretPosition(), m_editor->caretPosition());
    m_menu->popup(m_editor->mapToGlobal(caret.bottomLeft()));
    m_menu->setActiveAction(m_menu->first());
}

/// What it changes is asked for when it is chosen, as a server has much to compute for all of them.
void CodeActionAssist::choose(const lsp::CodeAction &action)
{
    if (!m_features->isReadyFor(m_editor)) {
        m_features->edits()->tell(
            {ErrorCode::Unavailable, tr("The language server does not run any more, so nothing was changed."), {}});
        return;
    }
    if (action.edit || action.command) {
        detach(perform(action));
        return;
    }
    m_resolve = m_features->client()->resolve(action, [this](const Result<lsp::CodeAction> &whole) {
        if (whole) {
            detach(perform(*whole));
        } else {
            m_features->edits()->tell(whole.error());
        }
    });
}

/// First the edit, then the command, as in the protocol.
QCoro::Task<void> CodeActionAssist::perform(lsp::CodeAction action)
{
    if (action.edit) {
        const auto applied =
            co_await whileAlive(this, m_features->edits()->applyAndTell(action.title.simplified(), *action.edit));
        if (!applied) {
            co_return;
        }
    }
    if (action.command && m_features->isReadyFor(m_editor)) {
        execute(*action.command, !action.edit);
    }
}

/// rust-analyzer lets the client ask for the name of what was extracted. Another command that the server does not know
/// is of a client that is not this one.
void CodeActionAssist::execute(const lsp::Command &command, bool isAll)
{
    if (command.command == QLatin1String("rust-analyzer.rename")) {
        m_features->rename()->begin();
    } else if (m_features->client()->canExecute(command)) {
        m_resolve = m_features->client()->execute(command, [this](const Result<lsp::Nothing> &done) {
            if (!done) {
                m_features->edits()->tell(done.error());
            }
        });
    } else if (isAll) {
        m_features->showCaretNotice(tr("“%1” cannot be done here.").arg(command.title.simplified().left(80)));
    }
}

bool CodeActionAssist::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn && !m_isKnown) {
        m_rest.start();
    } else if (event->type() == QEvent::FocusOut) {
        m_rest.stop();
    }
    return QObject::eventFilter(watched, event);
}

} // namespace studio
