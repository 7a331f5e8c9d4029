// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema_form.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace studio {

/// The editor of one value that is neither an object nor a list: a field, a check box, or a list to choose from. Main
/// thread.
class FormInput final : public QWidget
{
    Q_OBJECT

public:
    explicit FormInput(const FormNode &node, QWidget *parent = nullptr);

    /// Of the same kind. What the person is typing stays where it means the same.
    void setNode(const FormNode &node);
    [[nodiscard]] QWidget *editor() const;

Q_SIGNALS:
    void chosen(const QByteArray &json);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeField();
    void makeText();
    void makeChoice();
    void makeCheck();
    void takeTyped(const QString &text);
    void step(int by);
    void showChoice();
    void showInvalid(const QString &why);
    [[nodiscard]] QString placeholder() const;

    FormNode m_node;
    QLineEdit *m_field = nullptr; // one of these four
    QPlainTextEdit *m_text = nullptr;
    QComboBox *m_choice = nullptr;
    QCheckBox *m_check = nullptr;
    QAction *m_invalid = nullptr; ///< the mark in the field, once there was one
};

/// Whether a text needs an editor of several lines.
bool hasLines(const FormNode &node);
/// What people call the value: its name, or "Element 2 of items".
QString spokenName(const FormNode &node);

} // namespace studio
