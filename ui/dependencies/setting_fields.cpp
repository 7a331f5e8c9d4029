// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/setting_fields.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSignalBlocker>

namespace studio {

namespace {

constexpr int maxTextLength = 4096;

} // namespace

QString fixedValueText(const ManifestValue &value)
{
    switch (value.kind) {
    case ManifestValue::Kind::Inherited:
        return SettingFields::tr("from the workspace");
    case ManifestValue::Kind::Other:
        return SettingFields::tr("set in the text of Cargo.toml");
    default:
        return {};
    }
}

QLineEdit *SettingFields::makeText(const QStringList &path, const QString &missing)
{
    return makeLine(path, missing, ManifestValue::Kind::Text);
}

QLineEdit *SettingFields::makeNumber(const QStringList &path, const QString &missing)
{
    return makeLine(path, missing, ManifestValue::Kind::Number);
}

QLineEdit *SettingFields::makeLine(const QStringList &path, const QString &missing, ManifestValue::Kind kind)
{
    auto *const field = new QLineEdit;
    field->setPlaceholderText(missing);
    field->setMaxLength(maxTextLength);
    m_lines.insert(path.join(u'.'), field);
    connect(field, &QLineEdit::editingFinished, this, [this, path, field, kind] {
        const ManifestValue now = m_values.value(path.join(u'.'));
        const QString text = field->text().trimmed();
        if (fixedValueText(now).isEmpty() && text != now.text) {
            Q_EMIT edited(path, text.isEmpty() ? ManifestValue() : ManifestValue{.kind = kind, .text = text});
        }
    });
    return field;
}

QComboBox *SettingFields::makeChoice(const QStringList &path, const QString &missing, const QList<Choice> &choices)
{
    auto *const field = new QComboBox;
    field->addItem(missing, QVariant::fromValue(ManifestValue()));
    for (const Choice &one : choices) {
        field->addItem(one.label, QVariant::fromValue(one.value));
    }
    m_choices.insert(path.join(u'.'), field);
    connect(field, &QComboBox::activated, this, [this, path, field](int index) {
        const auto chosen = field->itemData(index).value<ManifestValue>();
        if (chosen != m_values.value(path.join(u'.'))) {
            Q_EMIT edited(path, chosen);
        }
    });
    return field;
}

void SettingFields::setValues(const QMap<QString, ManifestValue> &values)
{
    m_values = values;
    for (const auto &[path, field] : m_lines.asKeyValueRange()) {
        show(field, values.value(path));
    }
    for (const auto &[path, field] : m_choices.asKeyValueRange()) {
        show(field, values.value(path));
    }
}

bool SettingFields::takeBack()
{
    for (const auto &[path, field] : m_lines.asKeyValueRange()) {
        const QString there = m_values.value(path).text;
        if (field->hasFocus() && field->text() != there && fixedValueText(m_values.value(path)).isEmpty()) {
            field->setText(there);
            return true;
        }
    }
    return false;
}

/// What is being typed stays.
void SettingFields::show(QLineEdit *field, const ManifestValue &value)
{
    const QString fixed = fixedValueText(value);
    field->setEnabled(fixed.isEmpty());
    const QString text = fixed.isEmpty() ? value.text : fixed;
    if (!field->hasFocus() || !field->isModified()) {
        field->setText(text);
    }
}

void SettingFields::show(QComboBox *field, const ManifestValue &value)
{
    const QSignalBlocker quiet(field);
    const QString fixed = fixedValueText(value);
    field->setEnabled(fixed.isEmpty());
    const auto find = [&] {
        for (int index = 0; index < field->count(); ++index) {
            if (field->itemData(index).value<ManifestValue>() == value) {
                return index;
            }
        }
        return -1;
    };
    if (find() < 0) {
        field->addItem(fixed.isEmpty() ? value.text : fixed, QVariant::fromValue(value));
    }
    field->setCurrentIndex(find());
}

} // namespace studio
