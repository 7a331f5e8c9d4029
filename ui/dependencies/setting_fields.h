// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/manifest_settings.h"

#include <QMap>
#include <QObject>
#include <QStringList>

class QComboBox;
class QLineEdit;
class QWidget;

namespace studio {

/// Fields of a form, each for one value of a Cargo.toml. A value that comes from the workspace, or is a table, shows
/// as such and is not edited. Main thread; the widgets belong to the form that they are put in.
class SettingFields : public QObject
{
    Q_OBJECT

public:
    struct Choice
    {
        QString label; ///< as the person sees it
        ManifestValue value;
    };

    using QObject::QObject;

    /// `path` as ManifestEditor::setSetting() takes it, `missing`: what holds where the field is not there.
    QLineEdit *makeText(const QStringList &path, const QString &missing);
    QLineEdit *makeNumber(const QStringList &path, const QString &missing);
    /// The first choice is that the field is missing. A value that is no choice is added as one.
    QComboBox *makeChoice(const QStringList &path, const QString &missing, const QList<Choice> &choices);

    void setValues(const QMap<QString, ManifestValue> &values);
    /// Shows again what is there in the field that is typed in. False where none differs.
    bool takeBack();

Q_SIGNALS:
    void edited(const QStringList &path, const studio::ManifestValue &value); ///< by the person

private:
    QLineEdit *makeLine(const QStringList &path, const QString &missing, ManifestValue::Kind kind);
    void show(QLineEdit *field, const ManifestValue &value);
    void show(QComboBox *field, const ManifestValue &value);

    QMap<QString, ManifestValue> m_values;
    QMap<QString, QLineEdit *> m_lines; ///< by dotted path
    QMap<QString, QComboBox *> m_choices;
};

/// "from the workspace", or that it is written in a way that a form does not show; empty for a value that is edited.
QString fixedValueText(const ManifestValue &value);

} // namespace studio
