// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/folding.h"

#include <QHash>
#include <QObject>

namespace studio {

class CodeEditor;
class DocumentFolds;

/// Folds a view by the blocks that the language server finds; by those that indentation shows, where it finds none.
/// Main thread.
class ServerFolds final : public QObject
{
    Q_OBJECT

public:
    /// `editor` owns it; `folds` outlives it.
    ServerFolds(CodeEditor *editor, DocumentFolds *folds);

    [[nodiscard]] bool isWaiting() const;
    /// Folds the smallest block of the server around the caret's line that is not folded. False where none is known.
    bool fold();
    /// Of the server, else by indentation.
    [[nodiscard]] QList<FoldBlock> blocks() const;
    [[nodiscard]] bool hasBlockAt(int line) const; ///< one begins there
    void toggle(int line);                         ///< the largest that begins there

Q_SIGNALS:
    void changed(); ///< other blocks are known

private:
    [[nodiscard]] int lastLineAt(int line) const;

    CodeEditor *m_editor;
    DocumentFolds *m_folds;
    QHash<int, int> m_lastLines; ///< of the server's blocks, the largest ones, by their first line
};

} // namespace studio
