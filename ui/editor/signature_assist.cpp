// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/signature_assist.h"

#include "core/lsp/lsp_client.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/completion_assist.h"
#include "ui/editor/language_features.h"
#include "ui/editor/signature_popup.h"

#include <QKeyEvent>

#include <algorithm>

namespace studio {

namespace {

constexpr int maxLookBack = 2'000; ///< bytes before the caret in which the call's bracket is looked for

} // namespace

SignatureAssist::SignatureAssist(CodeEditor *editor, LanguageFeatures *features)
    : QObject(editor), m_editor(editor), m_features(features)
{
    editor->installEventFilter(this);
    connect(editor, &QsciScintillaBase::SCN_CHARADDED, this, &SignatureAssist::takeTyped);
    connect(editor, &QsciScintilla::cursorPositionChanged, this, &SignatureAssist::followCaret);
    connect(editor, &CodeEditor::changed, this, &SignatureAssist::followCaret); // undo leaves the caret, for one
    connect(editor, &QsciScintillaBase::SCN_UPDATEUI, this, [this](int what) {
        if ((what & (QsciScintillaBase::SC_UPDATE_V_SCROLL | QsciScintillaBase::SC_UPDATE_H_SCROLL)) != 0) {
            followCaret(); // the call is elsewhere
        }
    });
    if (auto *const completion = editor->findChild<CompletionAssist *>()) {
        connect(completion, &CompletionAssist::inserted, this, [this](const QString &text) {
            if (text.contains(QLatin1Char('('))) {
                askLater();
            }
        });
    }
}

bool SignatureAssist::isShown() const
{
    return m_popup && m_popup->isVisible();
}

SignaturePopup *SignatureAssist::popup()
{
    if (!m_popup) {
        m_popup = new SignaturePopup(m_editor);
    }
    return m_popup;
}

bool SignatureAssist::isCompleting() const
{
    const auto *const completion = m_editor->findChild<CompletionAssist *>();
    return completion && completion->isShown();
}

void SignatureAssist::takeTyped(int character)
{
    if (!m_features->isReadyFor(m_editor)) {
        return;
    }
    const auto typed = static_cast<char32_t>(character);
    const QString text = QString::fromUcs4(&typed, 1);
    const lsp::ServerCapabilities &server = m_features->client()->capabilities();
    if (server.signatureTriggers.contains(text) || server.signatureRetriggers.contains(text)) {
        askLater();
    }
}

void SignatureAssist::followCaret()
{
    if (isShown() || m_call.isRunning()) {
        askLater();
    }
}

/// Several changes of one key are one question.
void SignatureAssist::askLater()
{
    if (!std::exchange(m_isAsking, true)) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                m_isAsking = false;
                ask();
            },
            Qt::QueuedConnection);
    }
}

void SignatureAssist::request()
{
    ask();
}

void SignatureAssist::ask()
{
    if (!m_features->isReadyFor(m_editor) || !m_editor->hasFocus()) {
        hide();
        return;
    }
    m_call =
        m_features->client()->signatureHelp(m_features->pathOf(m_editor), m_editor->placeOf(m_editor->caretPosition()),
                                            [this](const Result<lsp::SignatureHelp> &help) { take(help); });
}

void SignatureAssist::take(const Result<lsp::SignatureHelp> &help)
{
    if (!help && help.error().code == ErrorCode::Cancelled) {
        return; // by a change, after which it is asked again
    }
    if (!help || help->signatures.isEmpty() || !m_editor->hasFocus()) {
        hide();
        return;
    }
    const bool isSame = help->signatures.size() == m_help.signatures.size() &&
                        help->signatures.front().label == m_help.signatures.front().label;
    m_index = isSame && isShown() ? m_index : help->active; // the one that was chosen by key stays
    m_help = *help;
    showSignature();
}

void SignatureAssist::showSignature()
{
    const int start = argumentsStart();
    const QRect area = m_editor->areaOf(start, start);
    popup()->showFor({m_editor->mapToGlobal(area.topLeft()), area.size()}, m_help, m_index);
}

/// Behind the bracket that is open at the caret; the caret where there is none. A call over several lines is taken to
/// begin at the caret's line.
int SignatureAssist::argumentsStart() const
{
    const int caret = m_editor->caretPosition();
    const int line = caret - m_editor->placeOf(caret).byte;
    int depth = 0;
    for (int at = caret - 1; at >= std::max(line, caret - maxLookBack); --at) {
        const auto byte = static_cast<char>(
            m_editor->SendScintilla(QsciScintillaBase::SCI_GETCHARAT, static_cast<unsigned long>(at)));
        if (byte == ')' || byte == ']' || byte == '}') {
            ++depth;
        } else if ((byte == '(' || byte == '[' || byte == '{') && --depth < 0) {
            return at + 1;
        }
    }
    return caret;
}

void SignatureAssist::hide()
{
    m_call.cancel();
    m_help = {};
    if (m_popup) {
        m_popup->hideAll();
    }
}

bool SignatureAssist::eventFilter(QObject *watched, QEvent *event)
{
    const bool isOurs = isShown() && !isCompleting();
    if (isOurs && event->type() == QEvent::ShortcutOverride &&
        static_cast<const QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        event->accept(); // else it is the window's
        return true;
    }
    if (isOurs && event->type() == QEvent::KeyPress && handleKey(*static_cast<const QKeyEvent *>(event))) {
        return true;
    }
    if (event->type() == QEvent::FocusOut || event->type() == QEvent::Hide) {
        hide();
    }
    return QObject::eventFilter(watched, event);
}

/// Up and Down choose among several signatures; where there is one they are the editor's.
bool SignatureAssist::handleKey(const QKeyEvent &event)
{
    if (event.modifiers() != Qt::NoModifier && event.modifiers() != Qt::KeypadModifier) {
        return false;
    }
    const auto count = static_cast<int>(m_help.signatures.size());
    switch (event.key()) {
    case Qt::Key_Escape:
        hide();
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (count < 2) {
            return false;
        }
        m_index = (m_index + (event.key() == Qt::Key_Down ? 1 : -1) + count) % count;
        showSignature();
        return true;
    default:
        return false;
    }
}

} // namespace studio
