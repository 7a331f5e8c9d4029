// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection.h"
#include "core/collection/variables.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QPushButton;

namespace studio {

class CellTable;

/// Edits the environments of a collection: names, values, and which of them are secrets, whose values go to the
/// keychain and are shown as dots. Who shows it writes what was edited. Main thread.
class EnvironmentsDialog : public QDialog
{
    Q_OBJECT

public:
    /// `shown` is the name of the one to begin with.
    EnvironmentsDialog(const QList<collection::Environment> &environments, const QString &shown,
                       QWidget *parent = nullptr);

    [[nodiscard]] QString shownEnvironment() const; ///< its name; empty for none
    void showError(const QString &sentence);        ///< why it was not saved, or a secret not read
    /// Values of secrets that the keychain has, of this environment.
    void setSecrets(const QString &environment, const collection::Values &values);

    struct Edited
    {
        std::optional<collection::Environment> before; ///< nothing for a new one
        collection::Environment now;
        collection::Values secrets; ///< that were typed here, by name; an empty one removes what was kept

        bool operator==(const Edited &) const = default;
    };
    [[nodiscard]] QList<Edited> edited() const; ///< those that are others than they were

Q_SIGNALS:
    void secretsRequested(const QString &environment); ///< it is shown
    void saveRequested();                              ///< edited(); accept() it when that is done

private:
    struct EnvironmentEdit
    {
        std::optional<collection::Environment> before;
        collection::Environment now;
        collection::Values kept;  ///< secrets of the keychain
        collection::Values typed; ///< secrets that were typed
    };

    void makeParts();
    void add();
    void showEnvironment(int index);
    void fill();
    void addVariable(const collection::Variable &variable);
    void takeTable();
    void save();
    [[nodiscard]] bool hasNamelessValue() const;
    void removeVariable(int row);
    void keepEmptyRow();
    [[nodiscard]] collection::Variable variableAt(int row) const;
    void showSecrecy(int row);
    [[nodiscard]] QString secretAt(int row) const;

    QList<EnvironmentEdit> m_edits;
    int m_shown = -1;
    QComboBox *m_choice = nullptr;
    CellTable *m_table = nullptr;
    QLabel *m_note = nullptr;
    QLabel *m_state = nullptr; ///< what went wrong
    QPushButton *m_remove = nullptr;
    bool m_isFilling = false;
};

} // namespace studio
