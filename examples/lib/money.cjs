// A CommonJS module, imported by inventory.mjs.
"use strict";

exports.sum = (amounts) => amounts.reduce((total, amount) => total + amount, 0);

/** 123456 → "1,234.56 EUR" */
exports.format = (cents, currency) => {
  const whole = String(Math.trunc(cents / 100)).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${whole}.${String(cents % 100).padStart(2, "0")} ${currency}`;
};
