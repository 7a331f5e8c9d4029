// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema_form.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QToolButton;

namespace studio {

class FormInput;

/// One row of a payload's form: whether the value is there, its name, its editor, and what adds or removes elements. It
/// changes nothing itself but says what is wanted. Main thread.
class FormRow final : public QWidget
{
    Q_OBJECT

public:
    explicit FormRow(const FormNode &node, QWidget *parent = nullptr);

    void setNode(const FormNode &node); ///< of the same shape
    [[nodiscard]] const FormNode &node() const { return m_node; }
    [[nodiscard]] QWidget *editor() const;           ///< null where the row is a heading
    [[nodiscard]] QList<QWidget *> tabStops() const; ///< in their order
    /// Whether a row of one can show the other.
    [[nodiscard]] static bool isSameShape(const FormNode &one, const FormNode &other);

Q_SIGNALS:
    void valueChosen(const QStringList &path, const QByteArray &json);
    void removalChosen(const QStringList &path);

private:
    void makeLabel();
    void makeInclude();
    void makeButtons();
    void addElement();

    FormNode m_node;
    QCheckBox *m_include = nullptr; ///< of what may be missing
    QLabel *m_label;
    QLabel *m_type = nullptr;     ///< of a heading
    FormInput *m_input = nullptr; ///< null in a heading
    QToolButton *m_add = nullptr;
    QToolButton *m_remove = nullptr;
};

} // namespace studio
