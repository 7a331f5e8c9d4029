// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/preferences/preferences.h"

#include <QDialog>

#include <utility>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QStackedWidget;

namespace studio {

class KeyBindings;
class KeysPage;
class PreferenceRow;
class ToolchainView;

/// All settings on pages, with a search over them. What is changed holds at once; the files that stand behind can be
/// opened from here. Main thread.
class PreferencesDialog : public QDialog
{
    Q_OBJECT

public:
    /// Values of a text that can be chosen, with what they are called, by the id of the preference.
    using Known = QMap<QString, QList<std::pair<QString, QString>>>;

    /// Both outlive it.
    PreferencesDialog(Preferences *preferences, KeyBindings *keys, const Known &known, QWidget *parent);

    void showKeys(); ///< their page comes forward
    [[nodiscard]] ToolchainView *toolchains() const { return m_toolchains; }

Q_SIGNALS:
    void openRequested(const QString &file); ///< it may not be there yet

private:
    QWidget *makeHead();
    QWidget *makePages(KeyBindings *keys, const Known &known);
    QWidget *makePage(const QString &group, const Known &known);
    QWidget *makeFoot();
    void addPage(const QString &title, QWidget *page);
    void search(const QString &text);
    void showScope();
    void showProblem();
    [[nodiscard]] Preferences::Scope scope() const;

    Preferences *m_preferences;
    QLineEdit *m_search;
    QComboBox *m_scope;
    QListWidget *m_titles;
    QStackedWidget *m_pages;
    QLabel *m_problem;
    QList<PreferenceRow *> m_rows;
    KeysPage *m_keysPage = nullptr;
    ToolchainView *m_toolchains = nullptr;
};

} // namespace studio
