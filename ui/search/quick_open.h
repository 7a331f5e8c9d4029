// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/code_symbols.h"
#include "ui/common/finder_popup.h"

#include <QPointer>
#include <QStringList>

#include <functional>
#include <stop_token>

class QAction;

namespace studio {

class Workspace;

/// Opens what is typed: a file by letters of its path, with `:line:column` a place in it, `:line` alone in the current
/// file; `@` a symbol of the current file, `#` one of the project, `>` an action. The files are listed off the main
/// thread each time it opens, and shown from the listing before until then. Main thread.
class QuickOpen : public QObject
{
    Q_OBJECT

public:
    using Symbols = std::function<CodeSymbols *()>;
    using Actions = std::function<QList<QAction *>()>;

    explicit QuickOpen(QObject *parent = nullptr);

    void setWorkspace(Workspace *workspace); ///< null for none
    void setSymbols(Symbols symbols) { m_symbols = std::move(symbols); }
    void setActions(Actions actions) { m_actions = std::move(actions); }
    void open(QWidget *window, const QString &text = {});

    [[nodiscard]] QStringList recent() const; ///< of this project: relative paths, the newest first
    void addRecent(const QStringList &older); ///< behind those that were shown since the project was opened

Q_SIGNALS:
    void recentChanged();

private:
    void answer(const QString &typed);
    void answerLine(const QString &typed);
    QCoro::Task<void> listFiles();
    QCoro::Task<void> answerFiles(QString typed, QString place);
    QCoro::Task<void> answerDocumentSymbols(QString typed);
    QCoro::Task<void> answerWorkspaceSymbols(QString typed);
    void showSymbols(const QList<CodeSymbol> &symbols, const QString &typed, bool withPath);
    void showSymbolError(const Error &error);
    void noteShown(const QString &path);
    void choose(const QVariant &data);
    [[nodiscard]] QString relative(const QString &path) const;
    [[nodiscard]] QString pathText(const QString &path) const;

    Workspace *m_workspace = nullptr;
    Symbols m_symbols;
    Actions m_actions;
    QPointer<FinderPopup> m_popup;
    QString m_current; ///< the shown file, absolute
    QStringList m_files;
    QStringList m_recent; ///< absolute, also of projects before: the editor may show files before this is attached
    QString m_listError;
    bool m_isListing = false;
    int m_lastListing = 0;               ///< counts them, so that a late one is dropped
    QList<CodeSymbol> m_documentSymbols; ///< of the current file, since the popup was opened
    bool m_hasDocumentSymbols = false;
    std::stop_source m_stop; ///< of what the popup asks now
    int m_question = 0;      ///< counts what was typed, so that a late answer is dropped
};

} // namespace studio
