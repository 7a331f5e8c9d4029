// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/code_symbols.h"

#include <QTimer>
#include <QToolButton>

class QHBoxLayout;

namespace studio {

class CodeEditor;
class DocumentOutline;
class LanguageFeatures;
class SymbolList;

/// Where the caret is, above the text: the file, and the symbols around the caret. Each opens a list of what may stand
/// in its place; the last one, where there is more within, of that. Left and Right go from one to the next. Main
/// thread.
class Breadcrumbs final : public QWidget
{
    Q_OBJECT

public:
    /// `editor` owns it and shows it; `features` outlives it.
    Breadcrumbs(CodeEditor *editor, DocumentOutline *outline, LanguageFeatures *features);

    [[nodiscard]] QStringList texts() const; ///< of what is shown, from the left
    void focusLast();
    void openOutline(); ///< all symbols of the file, to choose one from

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    struct Crumb
    {
        QString text;
        QString kind;
        int symbol = -1; ///< its index in the outline; -1 for the file and for what is within the last one

        bool operator==(const Crumb &) const = default;
    };

    void refresh();
    void rebuild();
    void open(int index);
    void openFiles(const QRect &area);
    void openSymbols(const QList<int> &indexes, int current, const QRect &area);
    [[nodiscard]] int currentSymbol() const;
    [[nodiscard]] SymbolList *makeSymbolList();
    SymbolList *addOutline(SymbolList *list);
    void addSymbols(SymbolList *list, const QList<int> &indexes, bool withDepth);
    [[nodiscard]] QList<int> childrenOf(int symbol) const; ///< -1: of the file
    [[nodiscard]] int parentOf(int symbol) const;
    [[nodiscard]] QRect areaOf(int index) const;

    CodeEditor *m_editor;
    DocumentOutline *m_outline;
    LanguageFeatures *m_features;
    QHBoxLayout *m_row;
    QList<Crumb> m_crumbs;
    QList<QToolButton *> m_buttons;
    QTimer m_soon; ///< many moves of the caret are one
};

} // namespace studio
