// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/code_symbols.h"

#include <QTimer>

namespace studio {

class CodeEditor;
class LanguageFeatures;

/// The symbols of a file, as the language server knew them when typing paused last. There is one for all views of a
/// text. Main thread.
class DocumentOutline final : public QObject
{
    Q_OBJECT

public:
    /// `editor` is the main view and owns it; `features` outlives it.
    DocumentOutline(CodeEditor *editor, LanguageFeatures *features);

    [[nodiscard]] const QList<CodeSymbol> &symbols() const { return m_symbols; }
    void addView(CodeEditor *view); ///< it asks while one of them is shown
    /// Around the caret of a view, the outermost first.
    [[nodiscard]] QList<CodeSymbol> symbolsAtCaretOf(const CodeEditor &view) const;
    void askNow(); ///< without the pause
    [[nodiscard]] bool isWaiting() const { return m_pause.isActive() || m_isAsking; }

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void askSoon();
    [[nodiscard]] bool isShown() const;
    QCoro::Task<void> ask();

    CodeEditor *m_editor;
    LanguageFeatures *m_features;
    QTimer m_pause;
    std::stop_source m_stop; ///< of the question that is under way
    QList<CodeSymbol> m_symbols;
    int m_failures = 0;
    bool m_isAsking = false;
    bool m_isOutdated = true;
};

} // namespace studio
