// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/viewport_questions.h"

#include "ui/editor/code_editor.h"
#include "ui/editor/language_features.h"

#include <QEvent>

#include <algorithm>

namespace studio {

namespace {

constexpr std::chrono::milliseconds questionPause{120};
constexpr std::chrono::milliseconds retryPause{1'000};
constexpr int maxFailures = 3; ///< one after the other

} // namespace

ViewportQuestions::ViewportQuestions(CodeEditor *editor, LanguageFeatures *features, QObject *parent)
    : QObject(parent), m_editor(editor), m_features(features)
{
    m_pause.setSingleShot(true);
    editor->installEventFilter(this);
    connect(&m_pause, &QTimer::timeout, this, &ViewportQuestions::ask);
    connect(editor, &CodeEditor::changed, this, &ViewportQuestions::askSoon);
    connect(features, &LanguageFeatures::answersOutdated, this, &ViewportQuestions::askSoon);
    connect(editor, &QsciScintillaBase::SCN_UPDATEUI, this, [this](int what) {
        if ((what & QsciScintillaBase::SC_UPDATE_V_SCROLL) != 0 && !m_known.contains(visibleLines(0))) {
            m_pause.start(questionPause);
        }
    });
    m_pause.start(questionPause);
}

void ViewportQuestions::askSoon()
{
    m_known = {};
    m_failures = 0;
    m_pause.start(questionPause);
    Q_EMIT outdated();
}

void ViewportQuestions::noteFailure()
{
    m_known = {};
    if (!m_pause.isActive() && ++m_failures < maxFailures) {
        m_pause.start(retryPause);
    }
}

bool ViewportQuestions::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Show && m_known == LineSpan()) {
        m_pause.start(questionPause);
    }
    return QObject::eventFilter(watched, event);
}

LineSpan ViewportQuestions::visibleLines(int around) const
{
    const long first = m_editor->SendScintilla(QsciScintillaBase::SCI_GETFIRSTVISIBLELINE);
    const long last = first + m_editor->SendScintilla(QsciScintillaBase::SCI_LINESONSCREEN);
    const auto lineAt = [this](long visible) {
        return static_cast<int>(
            m_editor->SendScintilla(QsciScintillaBase::SCI_DOCLINEFROMVISIBLE, word(std::max(0L, visible))));
    };
    return {std::max(0, lineAt(first) - around), std::min(m_editor->lines(), lineAt(last) + 1 + around)};
}

void ViewportQuestions::ask()
{
    if (!m_editor->isVisible() || !m_features->isReadyFor(m_editor)) {
        return; // asked when it is
    }
    m_known = visibleLines(linesAround);
    const long end = m_editor->SendScintilla(QsciScintillaBase::SCI_GETLINEENDPOSITION, word(m_known.to - 1));
    Q_EMIT wanted(m_known, {{m_known.from, 0}, m_editor->placeOf(static_cast<int>(end))});
}

} // namespace studio
